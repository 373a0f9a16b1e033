import * as pulumi from "@pulumi/pulumi";
import { parseComputeId } from "../arm/batch-ids";
import type { Fault } from "../arm/fault";
import { AmlCompute } from "./aml-compute";
import { lift, now } from "./check";
import { idOf } from "./deployment-shape";

/** What a job runs on: an `AmlCompute`, or the ARM id of a cluster or of an attached Kubernetes cluster. */
export type BatchCompute = AmlCompute | pulumi.Input<string>;

/** ARM id of a compute. */
export function computeIdOf(compute: BatchCompute): pulumi.Input<string> {
  return idOf(compute);
}

/** Name of a compute in its workspace; a text that is no ARM id is a name already. */
export function computeNameOf(compute: BatchCompute): pulumi.Input<string> {
  return isCluster(compute) ? compute.computeName : lift(compute, (id) => parseComputeId(id)?.computeName ?? id);
}

/** The most nodes of a compute, where this program makes it. */
export function maxNodesOf(compute: BatchCompute): pulumi.Input<number> | undefined {
  return isCluster(compute) ? compute.maxNodes : undefined;
}

/** Faults of what should be a compute's ARM id. */
export function computeFaults(field: string, compute: BatchCompute): Fault[] {
  const given = isCluster(compute) ? undefined : now(compute);
  return given === undefined || given === "" || parseComputeId(given)
    ? []
    : [
        {
          field,
          value: given,
          rule: "this is not the ARM id of a compute",
          fix: "give an AmlCompute, or <ARM id of the workspace>/computes/<name>",
        },
      ];
}

function isCluster(compute: BatchCompute): compute is AmlCompute {
  return compute instanceof AmlCompute;
}
