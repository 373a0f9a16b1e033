import type * as pulumi from "@pulumi/pulumi";
import { fixedComputeFaults } from "../arm/aml-compute";
import { changedMembers } from "./deployment-guard";
import { engineKnowsHooks, guardHook } from "./hook";
import type { HookedChild } from "./shared-hooks";

/** Refuses, in preview and before anything is sent, to change what the service only takes when a cluster is made. */
export function computeGuard(child: HookedChild, computeName: string): pulumi.ResourceHookBinding | undefined {
  if (!engineKnowsHooks()) return undefined;
  const beforeUpdate = async ({ oldInputs, newInputs }: pulumi.ResourceHookArgs): Promise<void> => {
    const faults = fixedComputeFaults(computeName, await changedMembers(nodesIn(oldInputs), nodesIn(newInputs)));
    if (faults.length > 0) throw new Error(faults.join("\n"));
  };
  return { beforeUpdate: [guardHook("change of a compute cluster", child, beforeUpdate)] };
}

/** Words in lower case: the service answers sizes in capitals, whatever it was given, and a refresh records them so. */
function nodesIn(inputs: pulumi.ResourceHookArgs["oldInputs"]): Record<string, unknown> {
  const nodes = Object.entries(members(members(inputs?.["properties"])["properties"]));
  return Object.fromEntries(
    nodes.map(([name, value]) => [name, typeof value === "string" ? value.toLowerCase() : value]),
  );
}

function members(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
