import { type Cursor, type Hold, isOver } from "./cursor";
import type { Decision } from "./decision";
import type { Stage } from "./plan";
import type { Situation } from "./situation";
import { stageDecision } from "./stage-decision";
import { hold, isAllOn, nextStage, refuse, rollBack, stop, wait, write } from "./steps";
import { sameWeights, weightsAt } from "./traffic";

/**
 * What is to be done about a rollout now: one effect at most. Pure, so that a runner that was killed and one that takes
 * over decide the same from what is live.
 */
export function decide(situation: Situation): Decision {
  const { endpoint } = situation;
  if (!endpoint.isReady) return wait("the endpoint is being updated");
  const { cursor } = endpoint;
  if (!cursor || isOver(cursor)) return betweenRollouts(situation, cursor);
  const foreign = foreignRollout(situation, cursor);
  if (foreign) return foreign;
  return cursor.status === "held" ? held(situation, cursor) : running(situation, cursor);
}

/** No rollout is under way. */
function betweenRollouts(situation: Situation, cursor: Cursor | undefined): Decision {
  const { intent, endpoint, now, newId, live, command } = situation;
  if (cursor && isSameRelease(situation, cursor)) return afterwards(situation, cursor);
  if (command) return refuse(`there is no rollout to ${command}`);
  if (live !== "ready")
    return refuse(`deployment ${intent.live} is ${live}: a rollout needs a live deployment that answers`);
  if (!isAllOn(endpoint, intent.live)) {
    const shown = JSON.stringify({ traffic: endpoint.traffic, mirrorTraffic: endpoint.mirrorTraffic });
    return refuse(
      `a rollout begins with all live traffic on ${intent.live} and no mirror, and the endpoint has ${shown}`,
    );
  }
  const { planHash: plan, live: from, candidate: to, liveContent, candidateContent } = intent;
  const sequence = cursor?.sequence ?? 0;
  const begun: Cursor = {
    ...{ id: newId, plan, sequence, stage: 0, status: "running", since: now, isApproved: false },
    ...{ live: from, candidate: to, liveContent, candidateContent },
  };
  return write(situation, begun, {}, `a rollout from ${from} to ${to} begins`);
}

/** The rollout that the program describes is over. */
function afterwards({ intent, live, command }: Situation, cursor: Cursor): Decision {
  if (command) return refuse(`the rollout is over, there is nothing to ${command}`);
  if (cursor.status === "rolledBack") {
    return stop("rolledBack", `${cursor.candidate} failed; it is not tried again until its content changes`);
  }
  const retire = intent.plan.stages.find(({ kind }) => kind === "retire");
  return retire?.kind === "retire" && retire.then === "delete" && live !== "missing"
    ? { do: "up", reason: `${cursor.live} goes` }
    : stop("succeeded", `${cursor.candidate} has all live traffic`);
}

function isSameRelease({ intent }: Situation, cursor: Cursor): boolean {
  return (
    intent.candidate === cursor.candidate &&
    intent.live === cursor.live &&
    intent.candidateContent === cursor.candidateContent
  );
}

/** Refuses what is about another rollout than the one under way, and holds that where the ground moved under it. */
function foreignRollout(situation: Situation, cursor: Cursor): Decision | undefined {
  const { intent, endpoint, command } = situation;
  if (!isSameRelease(situation, cursor) || intent.liveContent !== cursor.liveContent) {
    const under = `${cursor.live} to ${cursor.candidate}`;
    return command === "abort"
      ? rollBack(situation, cursor, "it was aborted")
      : refuse(`a rollout from ${under} is under way, and the program says something else; end it or abort it first`);
  }
  if (cursor.status === "held") return undefined;
  if (intent.planHash !== cursor.plan) return hold(situation, cursor, "plan", "the plan changed");
  const isAsWritten = sameWeights(endpoint, weightsAt(intent.plan, cursor.stage, cursor));
  return isAsWritten ? undefined : hold(situation, cursor, "weights", "somebody else moved the weights");
}

function held(situation: Situation, cursor: Cursor): Decision {
  switch (situation.command) {
    case "abort":
      return rollBack(situation, cursor, "it was aborted");
    case "promote":
    case "resume":
      return goneOn(situation, cursor, situation.command);
    case "pause":
      return refuse("it stands still already");
    case undefined:
      return cursor.hold === "live"
        ? retryRollBack(situation, cursor)
        : stop("held", `it stands still: ${holdWords[cursor.hold ?? "paused"]}`);
  }
}

/** Somebody lets a rollout go on: where it stood still, or with the next stage. */
function goneOn(situation: Situation, cursor: Cursor, command: "promote" | "resume"): Decision {
  const { intent, endpoint, now, candidate, verdict } = situation;
  if (intent.planHash !== cursor.plan) return refuse("the plan is not the one that the rollout began with; abort it");
  const stage = intent.plan.stages[cursor.stage];
  // Whoever promotes takes the place of the gates, and never that of readiness and golden requests.
  if (command === "promote" && stage && "minSeconds" in stage) {
    if (verdict === "fail") return refuse("a gate failed; abort it, or resume it to see whether it still does");
    if (candidate !== "ready") return refuse(`${cursor.candidate} is ${candidate}`);
    return nextStage(situation, cursor, "it was promoted");
  }
  const wanted = weightsAt(intent.plan, cursor.stage, cursor);
  if (!sameWeights(endpoint, wanted)) {
    return refuse(`the weights are not those of ${stage?.name}; abort it`);
  }
  return write(situation, cursor, { status: "running", hold: undefined, since: now, isApproved: false }, "it goes on");
}

/** A rollback that could not be made goes through as soon as there is somebody to take the traffic. */
function retryRollBack(situation: Situation, cursor: Cursor): Decision {
  return situation.live === "ready"
    ? rollBack(situation, cursor, `${cursor.live} answers again`)
    : stop("rollbackFailed", `${cursor.live} is ${situation.live}: nothing was moved`);
}

const holdWords: Record<Hold, string> = {
  paused: "somebody paused it",
  weights: "somebody else moved the weights",
  plan: "the plan changed",
  live: "it has to go back, and there is nobody to go back to",
  inconclusive: "the gates have no verdict",
  approval: "nobody agreed in time",
};

function running(situation: Situation, cursor: Cursor): Decision {
  const { command, intent } = situation;
  if (command === "abort") return rollBack(situation, cursor, "it was aborted");
  if (command === "pause") return hold(situation, cursor, "paused", "somebody paused it");
  if (command === "resume") return refuse("it does not stand still");
  const stage: Stage | undefined = intent.plan.stages[cursor.stage];
  if (!stage) return refuse(`the cursor is at stage ${cursor.stage}, and the plan has ${intent.plan.stages.length}`);
  return stageDecision(situation, cursor, stage);
}
