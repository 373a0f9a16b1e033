import { normalizeTraffic } from "../arm/traffic";
import type { Cursor, Hold } from "./cursor";
import type { Decision, Ending, Write } from "./decision";
import type { Situation } from "./situation";
import { allOn, sameWeights, type Weights, weightsAt } from "./traffic";

/** Where a rollout that begins now is: before its first write. */
export function begun({ intent, endpoint, remembered, newId, now }: Situation): Cursor {
  const { planHash: plan, live, candidate, liveContent, candidateContent } = intent;
  return {
    ...{ id: newId, plan, stage: 0, status: "running", since: now, isApproved: false },
    sequence: (endpoint.cursor ?? remembered)?.sequence ?? 0,
    ...{ live, candidate, liveContent, candidateContent },
  };
}

/** True where a cursor is about what the program says. */
export function isSameRelease({ intent }: Pick<Situation, "intent">, cursor: Cursor): boolean {
  return (
    intent.candidate === cursor.candidate &&
    intent.live === cursor.live &&
    intent.candidateContent === cursor.candidateContent
  );
}

/** Writes the cursor with some members changed and the next sequence number, and the weights as they are. */
export function write({ endpoint }: Situation, cursor: Cursor, changes: Partial<Cursor>, reason: string): Write {
  const weights: Weights = {
    traffic: normalizeTraffic(endpoint.traffic),
    mirrorTraffic: normalizeTraffic(endpoint.mirrorTraffic),
  };
  return { do: "write", cursor: { ...cursor, ...changes, sequence: cursor.sequence + 1 }, weights, reason };
}

/** Begins the next stage: its weights and the cursor in one write. After the last one the rollout has succeeded. */
export function nextStage(situation: Situation, cursor: Cursor, reason: string): Write {
  const { intent, now } = situation;
  const next = cursor.stage + 1;
  const isLast = next >= intent.plan.stages.length;
  const stage = isLast ? cursor.stage : next;
  const status = isLast ? "succeeded" : "running";
  const changes: Partial<Cursor> = { stage, status, hold: undefined, since: now, isApproved: false };
  return { ...write(situation, cursor, changes, reason), weights: weightsAt(intent.plan, stage, cursor) };
}

/** Lets the rollout stand still. Nothing is moved. */
export function hold(situation: Situation, cursor: Cursor, why: Hold, reason: string): Write {
  return write(situation, cursor, { status: "held", hold: why, isApproved: false }, reason);
}

/**
 * Gives everything back to the live deployment in one write, and marks the candidate's content as failed. It needs no gate,
 * no approval and no metrics; only where there is nobody to take the traffic it moves nothing.
 */
export function rollBack(situation: Situation, cursor: Cursor, reason: string): Decision {
  const { endpoint, live, now } = situation;
  const weights = allOn(cursor.live);
  if (live === "ready" || sameWeights(endpoint, weights)) {
    const ended: Partial<Cursor> = { status: "rolledBack", hold: undefined, since: now, isApproved: false };
    return { ...write(situation, cursor, ended, reason), weights };
  }
  const stuck = `${reason}; ${cursor.live} is ${live}`;
  return cursor.hold === "live"
    ? stop("rollbackFailed", `${stuck}: nothing was moved`)
    : hold(situation, cursor, "live", `${stuck}: nothing is moved`);
}

export function wait(reason: string, seconds?: number): Decision {
  return { do: "wait", reason, ...(seconds === undefined ? {} : { seconds }) };
}

export function stop(ending: Ending, reason: string): Decision {
  return { do: "stop", ending, reason };
}

export function refuse(reason: string): Decision {
  return { do: "refuse", reason };
}
