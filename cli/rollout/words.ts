import { z } from "zod";
import { wordsFor } from "../../rollout/duration";
import type { GateResult } from "../../rollout/gates";
import type { Stage } from "../../rollout/plan";
import type { Step } from "../../runner/index";

/** What a stage does, in words. */
export function stageWords(stage: Stage): string {
  switch (stage.kind) {
    case "provision":
      return "the candidate comes up and gets no request";
    case "smoke":
      return `${stage.requests.length} golden ${stage.requests.length === 1 ? "request" : "requests"} to the candidate`;
    case "mirror":
      return `copies of ${stage.percent} % of the requests to the candidate`;
    case "scale":
      return stage.instances === "asGiven"
        ? "the candidate gets all of its instances"
        : `the candidate gets ${stage.instances} ${stage.instances === 1 ? "instance" : "instances"}`;
    case "shift":
      return `${stage.weight} % of the requests to the candidate${stage.approval ? ", once somebody agreed" : ""}`;
    case "bake":
      return "everything stays as it is";
    case "retire":
      return stage.then === "delete" ? "the former deployment goes" : "the former deployment shrinks to one instance";
  }
}

/** How long a stage takes, in words. */
export function stageTime(stage: Stage): string {
  if (stage.kind === "provision" || stage.kind === "scale") return `at most ${wordsFor(stage.maxSeconds)}`;
  if (stage.kind === "retire") return `after ${wordsFor(stage.delaySeconds)}`;
  return "minSeconds" in stage ? `${wordsFor(stage.minSeconds)} to ${wordsFor(stage.maxSeconds)}` : "";
}

/** The least and the most that a stage takes, in seconds. */
export function stageSeconds(stage: Stage): [least: number, most: number] {
  if (stage.kind === "provision" || stage.kind === "scale") return [0, stage.maxSeconds];
  if (stage.kind === "retire") return [stage.delaySeconds, stage.delaySeconds];
  return "minSeconds" in stage ? [stage.minSeconds, stage.maxSeconds] : [0, 0];
}

/** A step in one line. */
export function stepWords({ decision, gates, situation }: Step): string {
  const judged = gates.map(gateWords);
  const because = judged.length > 0 ? `; ${judged.join("; ")}` : "";
  if (decision.do !== "write") return `${decision.do}: ${decision.reason}${because}`;
  const { stage, status } = decision.cursor;
  const where = status === "running" ? (situation.intent.plan.stages[stage]?.name ?? "") : status;
  return `${where}: ${decision.reason}; weights ${JSON.stringify(decision.weights.traffic)}${because}`;
}

/** What a gate says, in one line. */
export function gateWords({ gate, mode, verdict, evidence }: GateResult): string {
  return `${gate} ${verdict}${mode === "observe" ? ", observed only" : ""} (${evidence})`;
}

const told = z.object({
  gates: z.array(
    z.object({
      gate: z.string(),
      mode: z.enum(["enforce", "observe"]),
      verdict: z.enum(["pass", "fail", "inconclusive"]),
      evidence: z.string(),
    }),
  ),
});

/** The gates in the evidence of a journal's entry; none where there are none. */
export function readGates(evidence: unknown): GateResult[] {
  return told.safeParse(evidence).data?.gates ?? [];
}

/** What a script gets to read of a step. */
export function stepJson({ decision, gates }: Step): object {
  return { decision, gates };
}
