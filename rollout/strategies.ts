import type { Fault } from "../arm/fault";
import { checked, type Plan, type Stage } from "./plan";

/**
 * The candidate gets the given percentages one after the other, then everything.
 *
 * ```ts
 * stageNames(canary([10, 50])); // ["provision", "canary-10", "canary-50", "full"]
 * ```
 * @param weights Whole percentages from 1 to 100 that rise. A last 100 may be left out.
 * @throws PlanError with every weight that is none.
 */
export function canary(weights: readonly number[]): Plan {
  return checked("canary", path("canary", weights), canaryFaults(weights));
}

/** How fast a linear plan goes. */
export interface LinearOptions {
  /** Percent that each stage adds: a whole number from 1 to 100. The last stage adds what is missing to 100. */
  readonly step: number;
}

/**
 * The candidate gets the same percentage more in each stage.
 *
 * ```ts
 * stageNames(linear({ step: 25 })); // ["provision", "linear-25", "linear-50", "linear-75", "full"]
 * ```
 * @throws PlanError where the step is no whole number from 1 to 100.
 */
export function linear({ step }: LinearOptions): Plan {
  const fault: Fault = { field: "step", value: step, rule: "a step is a whole number of percent from 1 to 100" };
  const faults = isShare(step) ? [] : [fault];
  const count = faults.length > 0 ? 0 : Math.ceil(100 / step) - 1;
  const weights = Array.from({ length: count }, (_, index) => step * (index + 1));
  return checked("linear", path("linear", weights), faults);
}

/** The candidate comes up beside the live deployment, then gets everything at once: stages `provision` and `full`. */
export function blueGreen(): Plan {
  return checked("blueGreen", path("blue-green", []), []);
}

/** From nothing over the given weights to everything. */
function path(prefix: string, weights: readonly number[]): Stage[] {
  const between = weights.at(-1) === 100 ? weights.slice(0, -1) : weights;
  return [
    { name: "provision", weight: 0 },
    ...between.map((weight) => ({ name: `${prefix}-${weight}`, weight })),
    { name: "full", weight: 100 },
  ];
}

/** Faults in the words of what the user wrote, not of the stages that it stands for. */
function canaryFaults(weights: readonly number[]): Fault[] {
  return weights.flatMap((value, index): Fault[] => {
    const field = `weights[${index}]`;
    if (!isShare(value)) return [{ field, value, rule: "a weight is a whole number of percent from 1 to 100" }];
    const before = weights[index - 1];
    return before !== undefined && value <= before
      ? [{ field, value, rule: `weights rise, and the one before is ${before}` }]
      : [];
  });
}

function isShare(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 100;
}
