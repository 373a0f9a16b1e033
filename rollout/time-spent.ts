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

/** Where the time of a rollout went, by what was written of it, oldest first. */
export function timeSpent({ stages }: Plan, written: readonly Written[]): TimeSpent {
  const spent = { work: 0, watching: 0, people: 0 };
  for (const [index, { at, cursor }] of written.entries()) {
    const next = written[index + 1];
    if (!next) break;
    const seconds = next.at - at;
    const stage = stages[cursor.stage];
    if (cursor.status === "held") spent.people += seconds;
    else if (!stage || !("minSeconds" in stage || stage.kind === "retire")) spent.work += seconds;
    else if (next.cursor.isApproved && !cursor.isApproved && "minSeconds" in stage) {
      const watched = Math.min(seconds, Math.max(0, cursor.since + stage.minSeconds - at));
      spent.watching += watched;
      spent.people += seconds - watched;
    } else spent.watching += seconds;
  }
  return spent;
}
