import { aborted } from "./abort";
import { betweenRollouts } from "./between-rollouts";
import { type Cursor, type Hold, isOver } from "./cursor";
import type { Decision } from "./decision";
import type { Stage } from "./plan";
import { restored } from "./restored";
import type { Situation } from "./situation";
import { remadeCandidate, stageDecision } from "./stage-decision";
import { hold, isSameRelease, nextStage, refuse, rollBack, stop, wait, write } from "./steps";
import { underWay } from "./under-way";
import { sameWeights, weightsAt } from "./traffic";

/**
 * What is to be done about a rollout now: one effect at most. Pure, so that a runner that was killed and one that takes
 * over decide the same from what is live.
 */
export function decide(situation: Situation): Decision {
  const { endpoint, command, intent } = situation;
  if (!endpoint.isReady) return wait("the endpoint is being updated");
  if (command === "abort") return aborted(situation);
  if (intent.stage !== undefined) {
    return refuse(
      `the program says the stage itself (${intent.stage}); without \`stage\` in it a runner moves the weights`,
    );
  }
  const { cursor } = endpoint;
  const lost = cursor === undefined ? restored(situation) : undefined;
  if (lost) return lost;
  if (!cursor || isOver(cursor)) return betweenRollouts(situation);
  const foreign = foreignRollout(situation, cursor);
  if (foreign) return foreign;
  return cursor.status === "held" ? held(situation, cursor) : running(situation, cursor);
}

/** Refuses what is about another rollout than the one under way, and holds that where the ground moved under it. */
function foreignRollout(situation: Situation, cursor: Cursor): Decision | undefined {
  const { intent, endpoint } = situation;
  if (!isSameRelease(situation, cursor) || intent.liveContent !== cursor.liveContent) {
    return refuse(`${underWay(cursor)}, and the program says something else; end it or abort it first`);
  }
  if (cursor.status === "held") return undefined;
  if (intent.planHash !== cursor.plan) return hold(situation, cursor, "plan", "the plan changed");
  const isAsWritten = sameWeights(endpoint, weightsAt(intent.plan, cursor.stage, cursor));
  return isAsWritten ? undefined : hold(situation, cursor, "weights", "somebody else moved the weights");
}

function held(situation: Situation, cursor: Cursor): Decision {
  switch (situation.command) {
    case "promote":
    case "resume":
      return goneOn(situation, cursor, situation.command);
    case "pause":
      return refuse("it stands still already");
    case "retry":
      return refuse("it was not rolled back; resume it");
    case "abort": // is carried out before anything is looked at
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
  const remade = stage && remadeCandidate(situation, cursor, stage);
  if (remade) return remade;
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
  metrics: "the metrics can't be read",
};

function running(situation: Situation, cursor: Cursor): Decision {
  const { command, intent } = situation;
  if (command === "pause") return hold(situation, cursor, "paused", "somebody paused it");
  if (command === "resume" || command === "retry") return refuse("it is under way");
  const stage: Stage | undefined = intent.plan.stages[cursor.stage];
  if (!stage) return refuse(`the cursor is at stage ${cursor.stage}, and the plan has ${intent.plan.stages.length}`);
  return stageDecision(situation, cursor, stage);
}
