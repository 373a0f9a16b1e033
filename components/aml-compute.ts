import { Compute } from "@pulumi/azure-native/machinelearningservices";
import * as pulumi from "@pulumi/pulumi";
import { amlComputeDefaults, computeNameFaults, nodeFaults, vmPriorities } from "../arm/aml-compute";
import { computeId } from "../arm/batch-ids";
import { isoDuration } from "../arm/duration";
import { wordFaults } from "../arm/endpoint-words";
import { vmSizeFaults } from "../arm/vm-size";
import type { AmlComputeArgs, ComputeResource } from "./aml-compute-args";
import { check, lift, now } from "./check";
import { computeGuard } from "./compute-guard";
import { after, gate } from "./gate";
import { transformed } from "./transform";
import { resolveWorkspace } from "./workspace-ref";

/**
 * A compute cluster for batch jobs. By default it scales from zero: nodes come when a job asks for them, which takes some
 * minutes, and go when they have been idle for a while.
 *
 * @example
 * const cluster = new AmlCompute("cpu", { workspace, vmSize: "Standard_DS3_v2", maxNodes: 2 });
 */
export class AmlCompute extends pulumi.ComponentResource {
  /** ARM id, for a deployment's `compute`. */
  public readonly id: pulumi.Output<string>;
  /** Name in the workspace. */
  public readonly computeName: string;
  /** Nodes at most. */
  public readonly maxNodes: pulumi.Input<number>;
  /** The compute resource. */
  public readonly compute: pulumi.CustomResource;

  constructor(name: string, args: AmlComputeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azureml:index:AmlCompute", name, {}, opts);
    const subject = `AmlCompute ${name}`;
    const { minNodes, maxNodes, idleSecondsBeforeScaleDown, vmSize } = args;
    const late = { minNodes, maxNodes, idleSecondsBeforeScaleDown, vmSize };
    this.computeName = args.computeName ?? `${name}-${pulumi.getStack()}`;
    this.maxNodes = maxNodes ?? amlComputeDefaults.maxNodes;
    check(this, subject, [
      ...computeNameFaults("computeName", this.computeName),
      ...vmSizeFaults("vmSize", now(vmSize)),
      ...nodeFaults({
        minNodes: now(minNodes),
        maxNodes: now(maxNodes),
        idleSecondsBeforeScaleDown: now(idleSecondsBeforeScaleDown),
      }),
      ...wordFaults("vmPriority", args.vmPriority, vmPriorities),
    ]);
    const checked = gate({ component: this, name, subject }, late, (known) => [
      ...vmSizeFaults("vmSize", known.vmSize),
      ...nodeFaults(known),
    ]);

    const workspace = resolveWorkspace(this, args.workspace);
    this.compute = new Compute(
      ...transformed<ComputeResource>(
        args.transform?.compute,
        `${name}-compute`,
        {
          workspaceName: workspace.workspaceName,
          resourceGroupName: workspace.resourceGroupName,
          computeName: this.computeName,
          location: workspace.location,
          ...(args.identity === undefined ? {} : { identity: args.identity }),
          ...(args.tags === undefined ? {} : { tags: args.tags }),
          properties: computeProperties(args),
        },
        {
          parent: this,
          dependsOn: after(checked),
          deleteBeforeReplace: false,
          hooks: computeGuard({ name: `${name}-compute`, parent: this }, this.computeName),
        },
      ),
    );
    // The id is spelt out, so that previews show it; the URN carries the dependency.
    this.id = pulumi.all([workspace.id, this.compute.urn]).apply(([id]) => computeId(id, this.computeName));
    this.registerOutputs({ id: this.id });
  }
}

/** Shapes the arguments into ARM's `properties`. What the service would decide silently is written out. */
export function computeProperties(args: AmlComputeArgs): ComputeResource["properties"] {
  const { minNodes, maxNodes, idleSecondsBeforeScaleDown, vmPriority } = amlComputeDefaults;
  return {
    computeType: "AmlCompute",
    ...(args.description === undefined ? {} : { description: args.description }),
    properties: {
      vmSize: args.vmSize,
      vmPriority: args.vmPriority ?? vmPriority,
      osType: "Linux",
      scaleSettings: {
        minNodeCount: args.minNodes ?? minNodes,
        maxNodeCount: args.maxNodes ?? maxNodes,
        nodeIdleTimeBeforeScaleDown: lift(args.idleSecondsBeforeScaleDown ?? idleSecondsBeforeScaleDown, (seconds) =>
          isoDuration(seconds * 1000),
        ),
      },
    },
  };
}
