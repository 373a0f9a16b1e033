import type { Fault } from "../arm/fault";
import { normalizeTraffic, sameTraffic, type Traffic } from "../arm/traffic";
import { type Plan, PlanError, type Stage, stageNames } from "./plan";

/** The two deployments of a rollout, by name. */
export interface Sides {
  /** The deployment that has the traffic when the rollout begins. */
  readonly live: string;
  /** The deployment that has it when the rollout ends. */
  readonly candidate: string;
}

/** Both maps of an endpoint, without the deployments that get nothing. */
export interface Weights {
  readonly traffic: Traffic;
  readonly mirrorTraffic: Traffic;
}

/**
 * The weights of an endpoint at one stage of a plan. They sum to 100; a deployment without traffic is left out.
 *
 * ```ts
 * traffic(canary([10, 50]), "canary-10", { live: "blue", candidate: "green" }); // { blue: 90, green: 10 }
 * ```
 * @throws PlanError where the plan has no such stage or both sides are the same deployment.
 */
export function traffic(plan: Plan, stage: string, sides: Sides): Traffic {
  const index = plan.stages.findIndex(({ name }) => name === stage);
  const faults: Fault[] = [];
  if (index < 0) {
    faults.push({
      field: "stage",
      value: stage,
      rule: "the plan has no such stage",
      fix: `there are ${stageNames(plan).join(", ")}`,
    });
  }
  faults.push(...sideFaults(sides));
  if (faults.length > 0) throw new PlanError("traffic", faults);
  return weightsAt(plan, index, sides).traffic;
}

/** Percent of the live traffic that the candidate has at the stage of an index. */
export function candidateWeight(stages: readonly Stage[], index: number): number {
  return stages.slice(0, index + 1).reduce((latest, stage) => (stage.kind === "shift" ? stage.weight : latest), 0);
}

/** The weights at the stage of an index. */
export function weightsAt({ stages }: Plan, index: number, { live, candidate }: Sides): Weights {
  const weight = candidateWeight(stages, index);
  const stage = stages[index];
  return {
    traffic: normalizeTraffic({ [live]: 100 - weight, [candidate]: weight }),
    mirrorTraffic: stage?.kind === "mirror" ? normalizeTraffic({ [candidate]: stage.percent }) : {},
  };
}

/** True where both maps mean the same. */
export function sameWeights(a: Weights, b: Weights): boolean {
  return sameTraffic(a.traffic, b.traffic) && sameTraffic(a.mirrorTraffic, b.mirrorTraffic);
}

/** Everything on one deployment, and nothing mirrored. */
export function allOn(deployment: string): Weights {
  return { traffic: normalizeTraffic({ [deployment]: 100 }), mirrorTraffic: {} };
}

/** True where everything is on one deployment, and nothing is mirrored. */
export function isAllOn(weights: Weights, deployment: string): boolean {
  return sameWeights(weights, allOn(deployment));
}

/** What is wrong with the two names. */
export function sideFaults({ live, candidate }: Sides): Fault[] {
  // Names of deployments do not differ by case.
  return live.toLowerCase() === candidate.toLowerCase()
    ? [{ field: "candidate", value: candidate, rule: "the candidate is the live deployment itself" }]
    : [];
}
