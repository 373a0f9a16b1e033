import type * as pulumi from "@pulumi/pulumi";
import type { VmPriority } from "../arm/aml-compute";
import type { IdentityArgs } from "./identity-args";
import type { Transform } from "./transform";
import type { WorkspaceRef } from "./workspace-ref";

/** A cluster of virtual machines that grows with its jobs and shrinks to nothing without them. */
export interface AmlComputeArgs {
  /** Workspace that the cluster belongs to. */
  workspace: WorkspaceRef;
  /**
   * Name of the cluster: 3 to 24 letters, digits and dashes, a letter first, no dash and digits at the end. Default
   * `<name>-<stack>`. A new name is a new cluster.
   */
  computeName?: string;
  /** Virtual machine size, for example `Standard_DS3_v2`. The service does not change it: a new size needs a new name. */
  vmSize: pulumi.Input<string>;
  /** Nodes that stay without jobs. Default 0: nothing runs, and nothing is paid for, while there is no job. */
  minNodes?: pulumi.Input<number>;
  /** Nodes at most. Default 4. */
  maxNodes?: pulumi.Input<number>;
  /** Seconds that a node is idle before it is given back. Default 120. */
  idleSecondsBeforeScaleDown?: pulumi.Input<number>;
  /** `Dedicated` (default), or `LowPriority`: cheaper, and taken away when Azure needs it. The service does not change it. */
  vmPriority?: VmPriority;
  /** Identity by which jobs read data of datastores that keep no secrets. Default: none. */
  identity?: pulumi.Input<IdentityArgs>;
  description?: string;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Changes the compute resource just before it is registered. */
  transform?: { compute?: Transform<ComputeResource> };
}

/** The compute resource's arguments, as a transform sees them. Durations are ISO 8601. */
export interface ComputeResource {
  workspaceName: pulumi.Input<string>;
  resourceGroupName: pulumi.Input<string>;
  computeName: string;
  location: pulumi.Input<string>;
  identity?: pulumi.Input<IdentityArgs>;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  properties: {
    computeType: "AmlCompute";
    description?: string;
    properties: {
      vmSize: pulumi.Input<string>;
      vmPriority: VmPriority;
      osType: "Linux";
      scaleSettings: {
        minNodeCount: pulumi.Input<number>;
        maxNodeCount: pulumi.Input<number>;
        nodeIdleTimeBeforeScaleDown: pulumi.Input<string>;
      };
    };
  };
}
