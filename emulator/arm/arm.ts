import { metricsRoutes } from "../metrics/metrics-routes";
import { batchDeploymentRoutes } from "./batch/batch-deployments";
import type { BatchJobs } from "./batch/jobs/batch-jobs";
import { batchJobRoutes } from "./batch/jobs/job-routes";
import { runRoutes } from "./batch/jobs/run-routes";
import { batchEndpointRoutes } from "./batch/batch-endpoints";
import type { ArmContext } from "./context";
import type { BareRequest, Reply } from "./http/request";
import { router } from "./http/router";
import { assetContainerRoutes } from "./machine-learning/asset-containers";
import { assetKinds } from "./machine-learning/asset-kinds";
import { assetVersionRoutes } from "./machine-learning/asset-versions";
import { computeRoutes } from "./machine-learning/computes";
import { datastoreRoutes } from "./machine-learning/datastores";
import { connectionRoutes } from "./machine-learning/connections";
import { deploymentActionRoutes } from "./machine-learning/deployment-actions";
import { endpointCredentialRoutes } from "./machine-learning/endpoint-credentials";
import { onlineDeploymentRoutes } from "./machine-learning/online-deployments";
import { onlineEndpointRoutes } from "./machine-learning/online-endpoints";
import { pendingUploadRoute } from "./machine-learning/pending-uploads";
import { workspaceRoutes } from "./machine-learning/workspaces";
import { alertRoutes } from "./monitor/alerts";
import { autoscaleSettingRoutes } from "./monitor/autoscale-settings";
import { diagnosticSettingRoutes } from "./monitor/diagnostic-settings";
import { operationRoutes } from "./operations/answers";
import { resourceGroupRoutes } from "./resources/resource-groups";
import { roleAssignmentRoutes } from "./resources/role-assignments";
import { storageRoutes } from "./resources/storage-accounts";
import { subscriptionRoutes } from "./resources/subscriptions";
import { vaultSecretRoutes } from "./resources/vault-secrets";
import { companionRoutes } from "./resources/workspace-companions";

/** The control plane: every resource type, behind one function from request to answer. */
export function arm(context: ArmContext, jobs: BatchJobs): (request: BareRequest) => Promise<Reply> {
  return router([
    ...subscriptionRoutes(context),
    ...resourceGroupRoutes(context),
    ...storageRoutes(context),
    ...companionRoutes(context),
    ...vaultSecretRoutes(context),
    ...workspaceRoutes(context),
    ...datastoreRoutes(context),
    ...computeRoutes(context),
    ...connectionRoutes(context),
    ...assetKinds.flatMap((kind) => [
      ...assetContainerRoutes(context, kind),
      ...assetVersionRoutes(context, kind),
      pendingUploadRoute(context, kind),
    ]),
    ...onlineEndpointRoutes(context),
    ...endpointCredentialRoutes(context),
    ...onlineDeploymentRoutes(context),
    ...deploymentActionRoutes(context),
    ...batchEndpointRoutes(context, jobs),
    ...batchDeploymentRoutes(context, jobs),
    ...batchJobRoutes(context, jobs),
    ...runRoutes(context),
    ...metricsRoutes(context),
    ...autoscaleSettingRoutes(context),
    ...alertRoutes(context),
    ...diagnosticSettingRoutes(context),
    ...operationRoutes(context.operations),
    ...roleAssignmentRoutes(context),
  ]);
}
