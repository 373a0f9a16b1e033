import { BatchDeployment as Deployment } from "@pulumi/azure-native/machinelearningservices";
import * as pulumi from "@pulumi/pulumi";
import { batchSizeFaults } from "../arm/batch-deployment-faults";
import { batchDeploymentId } from "../arm/batch-ids";
import type { BatchDeploymentSpec } from "./batch-deployment-args";
import { batchDeploymentFaults, sizesOf } from "./batch-deployment-faults";
import { batchDeploymentGuard } from "./batch-deployment-guard";
import type { BatchDeploymentResource } from "./batch-deployment-resource";
import { batchDeploymentProperties } from "./batch-deployment-shape";
import { check } from "./check";
import { explicitConnection } from "./connection";
import { after, gate } from "./gate";
import { transformed } from "./transform";
import type { WorkspaceParts } from "./workspace-ref";

/** The endpoint that a batch deployment belongs to. A `BatchEndpoint` is one. */
export interface BatchEndpointParts {
  workspace: WorkspaceParts;
  endpointName: pulumi.Input<string>;
  /** The endpoint resource, where this program has it: a deployment goes with it. */
  endpoint?: pulumi.Resource;
  /** True once this run is about to make the endpoint, which has no deployments then. */
  isNew?: () => boolean;
}

/** A deployment of a batch endpoint. */
export type BatchDeploymentArgs = BatchDeploymentSpec & {
  endpoint: BatchEndpointParts;
  /** Name of the deployment in its endpoint: 3 to 32 letters, digits and single dashes. */
  deploymentName: string;
};

/** What the service fills in and no argument says: an import or a refresh brings it into the state, and it may stay there. */
const keptByService = ["kind", "properties.properties"];

/**
 * A deployment of a batch endpoint, of a model or of a pipeline component. A new one gets only jobs that ask for it by
 * name, until the endpoint's `defaultDeployment` names it.
 */
export class BatchDeployment extends pulumi.ComponentResource {
  /** ARM id. */
  public readonly id: pulumi.Output<string>;
  public readonly deploymentName: string;
  /** The deployment resource. */
  public readonly deployment: pulumi.CustomResource;

  constructor(name: string, args: BatchDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azureml:index:BatchDeployment", name, {}, opts);
    const { endpoint, deploymentName } = args;
    const { workspaceName, resourceGroupName, location, id: workspaceId } = endpoint.workspace;
    const { endpointName } = endpoint;
    const subject = `BatchDeployment ${name}`;
    check(this, subject, batchDeploymentFaults("deployment", deploymentName, args));
    const checked = gate({ component: this, name, subject }, sizesOf(args), (sizes) =>
      batchSizeFaults("deployment", sizes),
    );

    this.deploymentName = deploymentName.toLowerCase();
    const child = { name: `${name}-deployment`, parent: this };
    const place = { workspaceId, endpointName, deploymentName: this.deploymentName };
    this.deployment = new Deployment(
      ...transformed<BatchDeploymentResource>(
        args.transform?.deployment,
        child.name,
        {
          workspaceName,
          resourceGroupName,
          endpointName,
          deploymentName: this.deploymentName,
          location,
          ...(args.tags === undefined ? {} : { tags: args.tags }),
          properties: batchDeploymentProperties(args),
        },
        {
          parent: this,
          dependsOn: after(checked, ...(endpoint.endpoint ? [endpoint.endpoint] : [])),
          deletedWith: endpoint.endpoint,
          deleteBeforeReplace: false,
          import: args.import,
          ignoreChanges: keptByService,
          customTimeouts: { create: "1h", update: "1h", delete: "1h", ...args.timeouts },
          hooks: batchDeploymentGuard(
            child,
            { ...place, connection: explicitConnection(this) },
            endpoint.isNew ?? (() => false),
          ),
        },
      ),
    );
    // The id is spelt out, so that previews show it; the URN carries the dependency.
    this.id = pulumi
      .all([workspaceId, endpointName, this.deployment.urn])
      .apply(([workspace, endpoint]) => batchDeploymentId(workspace, endpoint, this.deploymentName));
    this.registerOutputs({ id: this.id });
  }
}

/** The deployments of a batch endpoint, as its children: `<name>-<deployment>`. */
export function declareBatchDeployments(
  name: string,
  endpoint: BatchEndpointParts & pulumi.Resource,
  specs: Readonly<Record<string, BatchDeploymentSpec>> = {},
): Record<string, BatchDeployment> {
  return Object.fromEntries(
    Object.entries(specs).map(([key, spec]) => [
      key,
      new BatchDeployment(
        `${name}-${key.toLowerCase()}`,
        { ...spec, endpoint, deploymentName: key },
        { parent: endpoint },
      ),
    ]),
  );
}
