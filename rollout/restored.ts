import { type Cursor, isOver } from "./cursor";
import type { Decision } from "./decision";
import type { Plan } from "./plan";
import type { Situation } from "./situation";
import { hold, isSameRelease, write } from "./steps";
import { allOn, sameWeights, type Weights, weightsAt } from "./traffic";

/**
 * The endpoint has no cursor, and the journal knows of one about this release: some other tool took the tag away. Where the
 * weights are still those of the cursor it is written once more, else the rollout stands still. Its times begin anew.
 */
export function restored(situation: Situation): Decision | undefined {
  const { intent, endpoint, remembered, now } = situation;
  if (!remembered || !isSameRelease(situation, remembered) || intent.planHash !== remembered.plan) return undefined;
  if (sameWeights(endpoint, weightsOf(intent.plan, remembered))) {
    const since = isOver(remembered) ? remembered.since : now;
    const again = write(situation, remembered, { since }, "the endpoint's tag was gone, and the journal has it");
    return { ...again, restores: true };
  }
  if (isOver(remembered)) return undefined;
  return hold(situation, remembered, "weights", "the endpoint's tag was gone, and its weights are of no stage");
}

function weightsOf(plan: Plan, cursor: Cursor): Weights {
  return cursor.status === "rolledBack" ? allOn(cursor.live) : weightsAt(plan, cursor.stage, cursor);
}
