import * as pulumi from "@pulumi/pulumi";
import { fixedComputeFaults } from "../arm/aml-compute";
import { changedMembers } from "./deployment-guard";
import { engineKnowsHooks, guardHook } from "./hook";
import type { HookedChild } from "./shared-hooks";

/** Refuses, in preview and before anything is sent, to change what the service only takes when a cluster is made. */
export function computeGuard(child: HookedChild, computeName: string): pulumi.ResourceHookBinding | undefined {
  if (!engineKnowsHooks()) return undefined;
  const beforeUpdate = async ({ oldInputs, newInputs }: pulumi.ResourceHookArgs): Promise<void> => {
    const [before, after] = [nodesIn(oldInputs), nodesIn(newInputs)];
    const faults = before && after ? fixedComputeFaults(computeName, await changedMembers(before, after)) : [];
    if (faults.length > 0) throw new Error(faults.join("\n"));
  };
  return { beforeUpdate: [guardHook("change of a compute cluster", child, beforeUpdate)] };
}

/**
 * What a cluster's nodes are; undefined where that is not told member by member. Words in lower case: the service answers
 * sizes in capitals, whatever it was given, and a refresh records them so.
 */
function nodesIn(inputs: pulumi.ResourceHookArgs["oldInputs"]): Record<string, unknown> | undefined {
  const nodes = member(member(inputs, "properties"), "properties");
  if (!isPlain(nodes)) return undefined;
  return Object.fromEntries(
    Object.entries(nodes).map(([name, value]) => [name, typeof value === "string" ? value.toLowerCase() : value]),
  );
}

function member(value: unknown, name: string): unknown {
  return isPlain(value) ? Reflect.get(value, name) : undefined;
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !pulumi.Output.isInstance(value) && !pulumi.isUnknown(value);
}
