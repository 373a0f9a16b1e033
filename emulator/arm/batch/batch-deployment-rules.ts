import type { ArmContext } from "../context";
import { refuse, type Fault } from "../http/errors";
import { mostDeployments } from "../machine-learning/deployment-rules";
import { regionFaults } from "../machine-learning/endpoint-rules";
import { innerPropertyFaults } from "../machine-learning/inner-properties";
import type { WorkspaceRecord } from "../machine-learning/workspace-record";
import { sameId } from "../store/resource";
import type { BatchDeploymentBody } from "./batch-deployment-body";
import type { BatchDeploymentRecord } from "./batch-deployment-record";
import type { BatchEndpointRecord } from "./batch-endpoint-record";

/** Every rule that a PUT of a batch deployment breaks, but for assets that are not there. */
export function batchDeploymentFaults(
  context: ArmContext,
  { workspace, endpoint }: { workspace: WorkspaceRecord; endpoint: BatchEndpointRecord },
  sent: BatchDeploymentBody,
  existing: BatchDeploymentRecord | undefined,
): Fault[] {
  const { properties } = sent;
  const count = context.records.batchDeployments.below(endpoint.id).length;
  return [
    ...regionFaults(sent.location, workspace),
    ...(properties.deploymentConfiguration ? pipelineFaults(properties) : modelFaults(properties)),
    ...computeFaults(context, workspace, properties.compute),
    ...(existing
      ? innerPropertyFaults(properties.properties, existing.properties.properties)
      : count < mostDeployments
        ? []
        : [{ target: "deployments", message: `the endpoint has ${count}; ${mostDeployments} are possible` }]),
  ];
}

/** The deployment that jobs go to is never deleted. */
export function refuseDefault({ name }: BatchDeploymentRecord, endpoint: BatchEndpointRecord): void {
  if (!sameId(endpoint.properties.defaults.deploymentName ?? "", name)) return;
  refuse([{ target: name, message: "is the default deployment; make another one the default before you delete it" }]);
}

type Properties = BatchDeploymentBody["properties"];

function modelFaults({ model, compute, codeConfiguration }: Properties): Fault[] {
  const faults: Fault[] = [];
  if (model === undefined && codeConfiguration === undefined) {
    faults.push({ target: "properties.model", message: "is required, or code, or a pipeline component" });
  }
  if (compute === undefined) faults.push({ target: "properties.compute", message: "is required" });
  if (codeConfiguration && codeConfiguration.codeId === undefined) {
    faults.push({ target: "properties.codeConfiguration.codeId", message: "is required beside a scoring script" });
  }
  return faults;
}

function pipelineFaults({ deploymentConfiguration, model, codeConfiguration }: Properties): Fault[] {
  const faults: Fault[] = [];
  if (!/\/components\/[^/]+\/(versions|labels)\/[^/]+$/i.test(deploymentConfiguration?.componentId?.assetId ?? "")) {
    faults.push({
      target: "properties.deploymentConfiguration.componentId",
      message: "is required: the ARM id of a component's version",
    });
  }
  for (const [member, value] of Object.entries({ model, codeConfiguration })) {
    if (value !== undefined) {
      faults.push({ target: `properties.${member}`, message: "a pipeline component brings its own" });
    }
  }
  return faults;
}

function computeFaults(context: ArmContext, workspace: WorkspaceRecord, compute: string | undefined): Fault[] {
  if (compute === undefined) return [];
  const isHere = context.records.computes.below(workspace.id).some(({ id }) => sameId(id, compute));
  return isHere ? [] : [{ target: "properties.compute", message: `'${compute}' is no compute of the workspace` }];
}
