import type { Cursor } from "./cursor";
import type { Decision } from "./decision";
import { wordsFor } from "./duration";
import type { BakeStage, MirrorStage, ProvisionStage, RetireStage, ScaleStage, ShiftStage, Stage } from "./plan";
import type { Situation } from "./situation";
import { hold, nextStage, rollBack, wait, write } from "./steps";

/** Seconds between two looks at what takes moments. */
const SOON = 2;

/** Seconds between two looks at metrics, which Azure Monitor has by the minute. */
const LOOK = 60;

/** What to do in a stage of a rollout that is under way and as it was written. */
export function stageDecision(situation: Situation, cursor: Cursor, stage: Stage): Decision {
  if (stage.kind === "provision") return provisioning(situation, cursor, stage);
  const { candidate } = situation;
  // Once the former deployment may go, what ails the candidate is no longer the rollout's.
  if (candidate === "failed" || candidate === "missing")
    return rollBack(situation, cursor, `${cursor.candidate} is ${candidate}`);
  const remade = remadeCandidate(situation, cursor, stage);
  if (remade) return remade;
  switch (stage.kind) {
    case "smoke":
      return smoking(situation, cursor);
    case "scale":
      return scaling(situation, cursor, stage);
    case "mirror":
    case "shift":
    case "bake":
      return observing(situation, cursor, stage);
    case "retire":
      return retiring(situation, cursor, stage);
  }
}

/** A candidate that was made anew in a stage after the golden requests never answered them. */
export function remadeCandidate(situation: Situation, cursor: Cursor, { kind }: Stage): Decision | undefined {
  const { candidateMade = 0 } = situation;
  const isAfterGolden = kind === "mirror" || kind === "shift" || kind === "bake";
  return isAfterGolden && candidateMade > cursor.since
    ? rollBack(situation, cursor, `${cursor.candidate} was made anew meanwhile`)
    : undefined;
}

function provisioning(situation: Situation, cursor: Cursor, { maxSeconds }: ProvisionStage): Decision {
  const { candidate, now, command } = situation;
  const overdue = now - cursor.since >= maxSeconds;
  switch (candidate) {
    case "ready":
      return onward(situation, cursor, `${cursor.candidate} is up`);
    case "failed":
      return rollBack(situation, cursor, `${cursor.candidate} did not come up`);
    case "missing":
    case "busy":
      if (overdue) return rollBack(situation, cursor, `${cursor.candidate} was not up after ${wordsFor(maxSeconds)}`);
      if (command === "promote") return wait(`${cursor.candidate} is not up yet`, LOOK);
      return candidate === "busy"
        ? wait(`${cursor.candidate} is coming up`, LOOK)
        : { do: "up", reason: `${cursor.candidate} is made` };
  }
}

function smoking(situation: Situation, cursor: Cursor): Decision {
  if (situation.candidate !== "ready") return wait(`${cursor.candidate} is busy`, LOOK);
  if (situation.smoke === undefined) return { do: "smoke", reason: "the candidate answers golden requests" };
  return situation.smoke === "pass"
    ? onward(situation, cursor, "all golden requests passed")
    : rollBack(situation, cursor, "a golden request failed");
}

/** The program gives the candidate its instances; new ones answer the golden requests before they get more requests. */
function scaling(situation: Situation, cursor: Cursor, stage: ScaleStage): Decision {
  const { intent, candidate, candidateInstances, verdict, now, command } = situation;
  if (verdict === "fail") return rollBack(situation, cursor, "a gate failed");
  if (candidate === "busy") return wait(`${cursor.candidate} is busy`, LOOK);
  const wanted = stage.instances === "asGiven" ? intent.candidateInstances : stage.instances;
  // What the program does not say, or says only later, nobody can compare.
  if (wanted === undefined || candidateInstances === wanted) {
    // One that began before this stage may still give it other instances, when it has traffic.
    if (situation.isUpdated) return wait("an update of the stack is under way", SOON);
    return intent.plan.stages.some(({ kind }) => kind === "smoke")
      ? smoking(situation, cursor)
      : onward(situation, cursor, `${cursor.candidate} has its instances`);
  }
  if (now - cursor.since >= stage.maxSeconds) {
    return rollBack(situation, cursor, `${cursor.candidate} has ${candidateInstances} instances, and not ${wanted}`);
  }
  if (command === "promote") return wait(`${cursor.candidate} does not have its instances yet`, LOOK);
  return { do: "up", reason: `${cursor.candidate} gets ${wanted} instances` };
}

function observing(situation: Situation, cursor: Cursor, stage: MirrorStage | ShiftStage | BakeStage): Decision {
  const { verdict, now, command, intent } = situation;
  if (verdict === "fail") return rollBack(situation, cursor, "a gate failed");
  if (command === "promote") return promoted(situation, cursor);
  const elapsed = now - cursor.since;
  if (elapsed < stage.minSeconds)
    return wait(`${stage.name} takes at least ${wordsFor(stage.minSeconds)}`, stage.minSeconds - elapsed);
  const nothingRises = intent.plan.stages.slice(cursor.stage + 1).every(({ kind }) => kind !== "shift");
  if (verdict === "pass") return onward(situation, cursor, "all gates passed");
  if (situation.isBlind) return hold(situation, cursor, "metrics", "the metrics can't be read");
  // While it bakes at its last share, silence holds nothing up: there is no share to give it any more.
  if (stage.kind === "bake" && nothingRises) return onward(situation, cursor, "no gate failed");
  if (elapsed < stage.maxSeconds) {
    // Metrics have whole minutes: the next one is there a moment after it is over.
    const untilNextMinute = LOOK - (now % LOOK) + 1;
    return wait("the gates have no verdict yet", Math.min(untilNextMinute, stage.maxSeconds - elapsed));
  }
  const late = `no verdict after ${wordsFor(stage.maxSeconds)}`;
  switch (intent.plan.onInconclusive) {
    case "extend":
      return wait(`${late}; it goes on`, LOOK);
    case "hold":
      return hold(situation, cursor, "inconclusive", late);
    case "rollback":
      return rollBack(situation, cursor, late);
  }
}

function retiring(situation: Situation, cursor: Cursor, { delaySeconds }: RetireStage): Decision {
  const left = cursor.since + delaySeconds - situation.now;
  if (left > 0 && situation.command !== "promote")
    return wait(`${cursor.live} is kept for ${wordsFor(delaySeconds)}`, left);
  return nextStage(situation, cursor, `${cursor.live} may go`);
}

/** To the next stage, where nobody has to agree first. */
function onward(situation: Situation, cursor: Cursor, reason: string): Decision {
  const next = situation.intent.plan.stages[cursor.stage + 1];
  if (situation.command === "promote") return promoted(situation, cursor);
  if (next?.kind !== "shift" || !next.approval || cursor.isApproved) {
    return situation.candidate === "ready"
      ? nextStage(situation, cursor, cursor.isApproved ? `${reason}, and somebody agreed` : reason)
      : wait(`${cursor.candidate} is busy`, LOOK);
  }
  const { expiresSeconds, onExpiry } = next.approval;
  const left = cursor.since + leastSeconds(situation, cursor) + expiresSeconds - situation.now;
  if (left > 0)
    return {
      do: "wait",
      for: "approval",
      seconds: Math.min(LOOK, left),
      reason: `somebody has to agree to ${next.name}`,
    };
  const late = `nobody agreed to ${next.name} within ${wordsFor(expiresSeconds)}`;
  return onExpiry === "hold" ? hold(situation, cursor, "approval", late) : rollBack(situation, cursor, late);
}

/** Somebody goes on. Before a stage that asks for an agreement that is the agreement, and gates are looked at once more. */
function promoted(situation: Situation, cursor: Cursor): Decision {
  const next = situation.intent.plan.stages[cursor.stage + 1];
  if (situation.candidate !== "ready") return wait(`${cursor.candidate} is busy`, LOOK);
  return next?.kind === "shift" && next.approval && !cursor.isApproved
    ? write(situation, cursor, { isApproved: true }, `somebody agreed to ${next.name}`)
    : nextStage(situation, cursor, "it was promoted");
}

/** When the stage could have ended at the earliest, in seconds from its beginning. */
function leastSeconds({ intent }: Situation, cursor: Cursor): number {
  const stage = intent.plan.stages[cursor.stage];
  return stage && "minSeconds" in stage ? stage.minSeconds : 0;
}
