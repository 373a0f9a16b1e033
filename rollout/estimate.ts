import type { AbsoluteGate } from "./gates";
import type { Plan, Stage } from "./plan";
import { candidateWeight } from "./traffic";

/** What a plan meets, as far as it is known before it begins. */
export interface Expected {
  /** Requests that the endpoint answers in a minute. */
  readonly requestsPerMinute: number;
  /** Minutes that metrics take until they no longer change. */
  readonly settleMinutes: number;
}

/** What can be said of a stage before it begins. */
export interface StageEstimate {
  readonly stage: string;
  /** Requests of the candidate in a minute, or copies of them. */
  readonly requestsPerMinute?: number;
  /** Minutes until its enforcing gates can have a verdict; infinite where there are no requests. */
  readonly verdictMinutes?: number;
  /** Requests of users that a candidate fails which fails all of them, until a gate sees it. */
  readonly worstFailed?: number;
  /** True where it has to end before its gates can have a verdict. */
  readonly isTooShort: boolean;
}

/** What can be said of each stage of a plan. */
export function estimates({ stages, gates }: Plan, { requestsPerMinute, settleMinutes }: Expected): StageEstimate[] {
  const enforcing = gates.filter(({ mode }) => mode === "enforce");
  return stages.map((stage, index) => {
    const { name } = stage;
    const share = shareAt(stages, index);
    if (share === 0) return { stage: name, isTooShort: false };
    const asked = requestsPerMinute * share;
    const isSeen = stage.kind !== "mirror";
    const minutes = Math.max(0, ...enforcing.map((gate) => minutesToVerdict(gate, asked)));
    // The minute that is not over is left out, and the newest ones are, while they settle.
    const verdictMinutes = enforcing.length > 0 ? minutes + 1 + settleMinutes : undefined;
    return {
      stage: name,
      requestsPerMinute: asked,
      verdictMinutes,
      worstFailed: isSeen && verdictMinutes !== undefined ? Math.ceil(verdictMinutes * asked) || 0 : undefined,
      isTooShort: isJudged(stage) && verdictMinutes !== undefined && verdictMinutes * 60 > stage.maxSeconds,
    };
  });
}

/** The share of the requests that reaches the candidate, from 0 to 1. */
function shareAt(stages: readonly Stage[], index: number): number {
  const stage = stages[index];
  if (stage?.kind === "mirror") return stage.percent / 100;
  if (stage?.kind === "retire") return 0;
  return candidateWeight(stages, index) / 100;
}

function isJudged(stage: Stage): stage is Extract<Stage, { kind: "mirror" | "shift" }> {
  return stage.kind === "mirror" || stage.kind === "shift";
}

/** Whole minutes in which the gate sees as many requests as it needs; no window holds more than its own minutes. */
function minutesToVerdict({ minRequests, windowMinutes }: AbsoluteGate, requestsPerMinute: number): number {
  const minutes = Math.max(1, Math.ceil(minRequests / requestsPerMinute));
  return minutes <= windowMinutes ? minutes : Infinity;
}
