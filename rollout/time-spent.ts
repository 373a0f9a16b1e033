import type { Cursor } from "./cursor";
import type { Plan } from "./plan";

/** A cursor, and when it was written, in seconds since 1970. */
export interface Written {
  readonly at: number;
  readonly cursor: Cursor;
}

/** Where the time of a rollout went, in seconds. */
export interface TimeSpent {
  /** Deployments came up, and golden requests were sent. */
  readonly work: number;
  /** Everything stayed as it was while metrics were looked at. */
  readonly watching: number;
  /** Somebody had to agree, or to say how it goes on. */
  readonly people: number;
}

/** True where the next stage wants an agreement, and it was given, or nobody gave it in time. */
function waitedForPeople(stages: Plan["stages"], before: Written, next: Written): boolean {
  const wanted = stages[before.cursor.stage + 1];
  if (wanted?.kind !== "shift" || !wanted.approval || before.cursor.isApproved) return false;
  const isLate = next.at - before.cursor.since >= wanted.approval.expiresSeconds;
  return next.cursor.isApproved || next.cursor.hold === "approval" || (next.cursor.status === "rolledBack" && isLate);
}

/** Where the time of a rollout went, by what was written of it, oldest first. */
export function timeSpent({ stages }: Plan, written: readonly Written[]): TimeSpent {
  const spent = { work: 0, watching: 0, people: 0 };
  for (const [index, before] of written.entries()) {
    const { at, cursor } = before;
    const next = written[index + 1];
    if (!next) break;
    const seconds = next.at - at;
    const stage = stages[cursor.stage];
    if (cursor.status === "held") spent.people += seconds;
    else if (!stage || !("minSeconds" in stage || stage.kind === "retire")) spent.work += seconds;
    else if ("minSeconds" in stage && waitedForPeople(stages, before, next)) {
      const watched = Math.min(seconds, Math.max(0, cursor.since + stage.minSeconds - at));
      spent.watching += watched;
      spent.people += seconds - watched;
    } else spent.watching += seconds;
  }
  return spent;
}
