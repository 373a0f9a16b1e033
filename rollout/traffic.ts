import type { Fault } from "../arm/fault";
import { normalizeTraffic, type Traffic } from "../arm/traffic";
import { type Plan, PlanError, stageNames } from "./plan";

/** The two deployments of a rollout, by name. */
export interface Sides {
  /** The deployment that has the traffic when the rollout begins. */
  readonly live: string;
  /** The deployment that has it when the rollout ends. */
  readonly candidate: string;
}

/**
 * The weights of an endpoint at one stage of a plan. They sum to 100; a deployment without traffic is left out.
 *
 * ```ts
 * traffic(canary([10, 50]), "canary-10", { live: "blue", candidate: "green" }); // { blue: 90, green: 10 }
 * ```
 * @throws PlanError where the plan has no such stage or both sides are the same deployment.
 */
export function traffic(plan: Plan, stage: string, { live, candidate }: Sides): Traffic {
  const weight = plan.stages.find(({ name }) => name === stage)?.weight;
  const faults: Fault[] = [];
  if (weight === undefined) {
    faults.push({
      field: "stage",
      value: stage,
      rule: "the plan has no such stage",
      fix: `there are ${stageNames(plan).join(", ")}`,
    });
  }
  // Names of deployments do not differ by case.
  if (live.toLowerCase() === candidate.toLowerCase()) {
    faults.push({ field: "candidate", value: candidate, rule: "the candidate is the live deployment itself" });
  }
  if (weight === undefined || faults.length > 0) throw new PlanError("traffic", faults);
  return normalizeTraffic({ [live]: 100 - weight, [candidate]: weight });
}
