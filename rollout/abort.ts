import { type Cursor, isOver } from "./cursor";
import type { Decision } from "./decision";
import type { Situation } from "./situation";
import { begun, isSameRelease, refuse, rollBack } from "./steps";
import { isAllOn } from "./traffic";

/** Somebody wants everything back on the live deployment. That needs no plan, no verdict and no agreement. */
export function aborted(situation: Situation): Decision {
  const under = toTakeBack(situation);
  if (!under) return refuse("there is no rollout to abort");
  return under.status === "rolledBack" && isAllOn(situation.endpoint, under.live)
    ? refuse(`it is rolled back already: ${under.live} has all live traffic`)
    : rollBack(situation, under, "it was aborted");
}

/** What is to be taken back: the rollout under way, one that was taken back and moved again, or a program's own stage. */
function toTakeBack(situation: Situation): Cursor | undefined {
  const { intent, endpoint, remembered } = situation;
  const known = endpoint.cursor ?? remembered;
  if (known && (endpoint.cursor || isSameRelease(situation, known))) {
    if (!isOver(known)) return known;
    if (known.status === "rolledBack" && isSameRelease(situation, known)) return known;
  }
  return intent.stage === undefined ? undefined : begun(situation);
}
