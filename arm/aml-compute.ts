import type { Fault } from "./fault";
import { wholeNumberFaults } from "./whole-number";

/** Whether nodes are yours until they are scaled down, or cheaper and taken away when Azure needs them. */
export type VmPriority = "Dedicated" | "LowPriority";

export const vmPriorities: readonly VmPriority[] = ["Dedicated", "LowPriority"];

/** What a cluster has where nothing is said. Source: "CLI (v2) compute cluster (AmlCompute) YAML schema". */
export const amlComputeDefaults = {
  minNodes: 0,
  maxNodes: 4,
  idleSecondsBeforeScaleDown: 120,
  vmPriority: "Dedicated",
} as const;

/** How far a cluster scales. */
export interface NodeRange {
  minNodes?: number;
  maxNodes?: number;
  idleSecondsBeforeScaleDown?: number;
}

/** The rules for scaling, also for values that are known only later. */
export function nodeFaults({ minNodes, maxNodes, idleSecondsBeforeScaleDown }: NodeRange): Fault[] {
  const least = minNodes ?? amlComputeDefaults.minNodes;
  const most = maxNodes ?? amlComputeDefaults.maxNodes;
  const faults = [
    ...wholeNumberFaults("minNodes", minNodes, 0),
    ...wholeNumberFaults("maxNodes", maxNodes, 1),
    ...wholeNumberFaults("idleSecondsBeforeScaleDown", idleSecondsBeforeScaleDown, 1, undefined, "seconds"),
  ];
  return least > most && faults.length === 0
    ? [{ field: "minNodes", value: least, rule: `it is more than maxNodes, which is ${most}` }]
    : faults;
}

/**
 * Compute names: 3 to 24 letters, digits and dashes, a letter first, and not a dash and digits at the end. Source: REST
 * path pattern `^[a-zA-Z](?![a-zA-Z0-9-]*-\d+$)[a-zA-Z0-9\-]{2,23}$`.
 */
export function computeNameFaults(field: string, name: string): Fault[] {
  return /^[a-z](?![a-z0-9-]*-\d+$)[a-z0-9-]{2,23}$/i.test(name)
    ? []
    : [
        {
          field,
          value: name,
          rule: "a compute name has 3 to 24 letters, digits and dashes, begins with a letter and does not end with a dash and digits",
        },
      ];
}

/** Members that the service takes only when a cluster is made. Source: "Create an Azure Machine Learning compute cluster". */
const fixed = ["vmSize", "vmPriority"];

/** Why a change of a cluster must not be sent. `changed`: names of members of its inner `properties` that differ. */
export function fixedComputeFaults(name: string, changed: readonly string[]): string[] {
  const refused = changed.filter((member) => fixed.includes(member));
  return refused.length === 0
    ? []
    : [
        `compute ${name}: ${refused.join(", ")} cannot change on an existing cluster; declare a new one of another ` +
          "computeName beside it and move the deployments",
      ];
}
