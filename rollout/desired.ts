import type { Cursor } from "./cursor";
import type { Plan } from "./plan";
import { saidInstances } from "./said-instances";
import type { Intent } from "./situation";
import { isSameRelease } from "./steps";
import { isAllOn, sameWeights, type Weights } from "./traffic";

const noWeights: Weights = { traffic: {}, mirrorTraffic: {} };

/** Which deployments a program declares, by the part that they play. */
export interface Desired {
  /** `shrunk`: one instance is enough. */
  readonly live: "as given" | "shrunk" | "gone";
  readonly candidate: "as given" | "gone";
  /** Instances that the candidate has now; left out where it has as many as the program says. */
  readonly candidateInstances?: number;
}

/**
 * What a program declares while the cursor stands where it stands. It looks at no clock, so every `up` at the same cursor is
 * the same `up`; and a deployment goes only where the cursor says that the rollout of exactly this release is over.
 *
 * @param weights what the endpoint has now; left out where it has none yet
 * @param instances of the candidate as it is live, where {@link keepsInstances} says so
 */
export function desired(intent: Intent, cursor: Cursor | undefined, weights?: Weights, instances?: number): Desired {
  const both: Desired = { live: "as given", candidate: "as given" };
  if (keepsInstances(intent, cursor, weights)) {
    return { ...both, ...(instances !== undefined && { candidateInstances: instances }) };
  }
  // Before its rollout a candidate has what the first stage says.
  if (!cursor || !isSameRelease({ intent }, cursor)) return { ...both, ...instancesAt(intent.plan, 0) };
  if (cursor.status === "rolledBack") return { ...both, candidate: "gone" };
  if (cursor.status !== "succeeded") return { ...both, ...instancesAt(intent.plan, cursor.stage) };
  return { ...both, live: afterRetirement(intent.plan) };
}

/**
 * True where the candidate stays as large as it is: its plan gives instances by stage, it may be asked already, and no cursor
 * tells in which stage it is, since some tool took the endpoint's tag away. New instances would have answered no golden request.
 */
export function keepsInstances(intent: Intent, cursor: Cursor | undefined, weights: Weights | undefined): boolean {
  const isBefore = weights === undefined || sameWeights(weights, noWeights) || isAllOn(weights, intent.live);
  const isKnown = cursor !== undefined && isSameRelease({ intent }, cursor);
  return !isKnown && !isBefore && saidInstances(intent.plan.stages).length > 0;
}

/** The same where the program says the stage itself: the former deployment goes with the plan's retire stage. */
export function desiredAt(plan: Plan, stage: string): Desired {
  const index = plan.stages.findIndex(({ name }) => name === stage);
  const retires = plan.stages[index]?.kind === "retire";
  return {
    live: retires ? afterRetirement(plan) : "as given",
    candidate: "as given",
    ...instancesAt(plan, index),
  };
}

/** What the latest stage that says so gives the candidate. */
function instancesAt({ stages }: Plan, index: number): Pick<Desired, "candidateInstances"> {
  const said = saidInstances(stages.slice(0, index + 1)).at(-1)?.instances;
  return typeof said === "number" ? { candidateInstances: said } : {};
}

/** What becomes of the former deployment in the end; a plan without a retire stage leaves it alone. */
function afterRetirement({ stages }: Plan): Desired["live"] {
  const retire = stages.find((stage) => stage.kind === "retire");
  return retire ? (retire.then === "delete" ? "gone" : "shrunk") : "as given";
}
