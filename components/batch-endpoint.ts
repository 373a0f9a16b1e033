import { BatchEndpoint as Endpoint } from "@pulumi/azure-native/machinelearningservices";
import * as pulumi from "@pulumi/pulumi";
import { defaultFaults } from "../arm/batch-default";
import { BatchDefault, type BatchDefaultArgs } from "./batch-default";
import { type BatchDeployment, type BatchEndpointParts, declareBatchDeployments } from "./batch-deployment";
import type { BatchEndpointArgs, BatchEndpointResource } from "./batch-endpoint-args";
import { batchEndpointFaults } from "./batch-endpoint-faults";
import { check } from "./check";
import { explicitConnection } from "./connection";
import { changedElsewhere, endpointGuard } from "./endpoint-guard";
import { after, gate } from "./gate";
import { together } from "./hook";
import { explainTakenName } from "./taken-name";
import { transformed } from "./transform";
import { resolveWorkspace, type WorkspaceParts } from "./workspace-ref";

/**
 * A batch endpoint: one URI that jobs are sent to, several deployments, and the default that gets the jobs that ask for
 * none. Callers prove who they are by Entra tokens; jobs run as their caller.
 *
 * @example
 * const cluster = new AmlCompute("cpu", { workspace, vmSize: "Standard_DS3_v2" });
 * const nightly = new BatchEndpoint("nightly", {
 *   workspace,
 *   deployments: { blue: { model, code, scoringScript: "batch.py", environment, compute: cluster } },
 *   defaultDeployment: "blue",
 * });
 */
export class BatchEndpoint extends pulumi.ComponentResource implements BatchEndpointParts {
  /** ARM id. */
  public readonly id: pulumi.Output<string>;
  public readonly endpointName: string;
  /** URI that jobs are sent to. */
  public readonly scoringUri: pulumi.Output<string>;
  /** ARM ids of the deployments by name. */
  public readonly deploymentIds: pulumi.Output<Record<string, string>>;
  public readonly workspace: WorkspaceParts;
  /** The endpoint resource. */
  public readonly endpoint: pulumi.CustomResource;
  /** The deployments by name. */
  public readonly deployments: Readonly<Record<string, BatchDeployment>>;
  /** The writer of the default and of tags. */
  public readonly default: BatchDefault;
  /** True once this run is about to make the endpoint. */
  public readonly isNew: () => boolean;

  constructor(name: string, args: BatchEndpointArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azureml:index:BatchEndpoint", name, {}, opts);
    const { defaultDeployment, description, tags, timeouts } = args;
    const subject = `BatchEndpoint ${name}`;
    this.endpointName = (args.endpointName ?? `${name}-${pulumi.getStack()}`).toLowerCase();
    check(this, subject, batchEndpointFaults(this.endpointName, args));
    const names = args.deployments && Object.keys(args.deployments).map((key) => key.toLowerCase());
    const checked = gate({ component: this, name, subject }, { defaultDeployment }, (known) =>
      defaultFaults(known.defaultDeployment, names),
    );

    this.workspace = resolveWorkspace(this, args.workspace);
    const { workspaceName, resourceGroupName, location, id: workspaceId } = this.workspace;
    const { endpointName } = this;
    const connection = explicitConnection(this);
    const child = { name: `${name}-endpoint`, parent: this };
    let beingMade = false;
    this.isNew = () => beingMade;
    this.endpoint = new Endpoint(
      ...transformed<BatchEndpointResource>(
        args.transform?.endpoint,
        child.name,
        {
          workspaceName,
          resourceGroupName,
          endpointName,
          location,
          ...(tags === undefined ? {} : { tags }),
          properties: { authMode: "AADToken", ...(description === undefined ? {} : { description }) },
        },
        {
          parent: this,
          dependsOn: after(checked),
          deleteBeforeReplace: false,
          ignoreChanges: changedElsewhere,
          import: args.import,
          customTimeouts: { create: timeouts?.create ?? "30m", delete: timeouts?.delete ?? "1h" },
          hooks: together(
            endpointGuard(child, { workspaceId, endpointName, connection }, () => (beingMade = true), "batch"),
            explainTakenName(child, endpointName),
          ),
        },
      ),
    );
    this.id = this.endpoint.id;
    this.deployments = declareBatchDeployments(name, this, args.deployments);
    this.default = new BatchDefault(
      ...transformed<BatchDefaultArgs>(
        args.transform?.default,
        `${name}-default`,
        {
          workspaceId,
          endpointName,
          deployments: names,
          defaultDeployment,
          tags,
          timeoutSeconds: timeouts?.defaultSeconds,
          connection,
        },
        {
          parent: this,
          dependsOn: [this.endpoint, ...Object.values(this.deployments).map(({ deployment }) => deployment)],
          deletedWith: this.endpoint,
        },
      ),
    );
    this.scoringUri = this.default.scoringUri;
    const ids = Object.entries(this.deployments).map(([key, { id }]) => [key, id] as const);
    this.deploymentIds = pulumi.output(Object.fromEntries(ids));
    this.registerOutputs({
      id: this.id,
      endpointName,
      scoringUri: this.scoringUri,
      deploymentIds: this.deploymentIds,
    });
  }
}
