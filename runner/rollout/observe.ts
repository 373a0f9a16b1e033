import { decide } from "../../rollout/decide";
import type { Cursor } from "../../rollout/cursor";
import { type GateResult, isBlind, type Verdict, verdictOf } from "../../rollout/gates";
import type { Command, Intent, Situation } from "../../rollout/situation";
import type { Surroundings } from "./around";
import type { Journal } from "./journal";
import { note } from "./note";
import { look, named, type Seen, standingOf } from "./service";

/** How a rollout stands: all that a decision rests on, and what its gates say. */
export interface Inspection {
  readonly situation: Situation;
  readonly gates: readonly GateResult[];
}

/** How a rollout stands now. Changes nothing. */
export async function inspect(around: Surroundings, intent: Intent): Promise<Inspection> {
  return observe(around, intent, undefined, (await around.journal()).lastCursor());
}

/**
 * What a decision rests on. Golden requests are sent within a step, and all is read again after them, since they take
 * their time: a runner that is killed meanwhile sends them again.
 */
export async function observedWithSmoke(
  around: Surroundings,
  intent: Intent,
  command: Command | undefined,
  journal: Journal,
): Promise<Observed> {
  const before = await observe(around, intent, command, journal.lastCursor());
  const { cursor } = before.seen;
  if (decide(before.situation).do !== "smoke" || !cursor) return before;
  const { result, evidence } = await around.smoke(intent, cursor.stage);
  await note(journal, around, { what: "smoke", reason: result === "pass" ? "all passed" : "one failed", evidence });
  const after = await observe(around, intent, command, journal.lastCursor());
  const isSame = after.seen.cursor?.sequence === cursor.sequence && after.situation.candidate === "ready";
  return isSame ? { ...after, situation: { ...after.situation, smoke: result } } : after;
}

export interface Observed extends Inspection {
  seen: Seen;
}

async function observe(
  around: Surroundings,
  intent: Intent,
  command: Command | undefined,
  remembered: Cursor | undefined,
): Promise<Observed> {
  const { service, endpoint } = around;
  const seen = await look(service, endpoint);
  const { cursor } = seen;
  const sides = cursor ?? intent;
  const deployments = await service.listDeployments(endpoint);
  const candidate = named(deployments, sides.candidate);
  const now = Math.floor(around.now().getTime() / 1000);
  const stage = cursor && intent.plan.stages[cursor.stage];
  const isMeasured =
    cursor?.status !== "rolledBack" && stage !== undefined && ("minSeconds" in stage || stage.kind === "scale");
  const gates = isMeasured && cursor ? await around.gates(intent, cursor.since, now) : [];
  const verdict: Verdict = isMeasured ? verdictOf(gates) : "inconclusive";
  const situation: Situation = {
    ...{ intent, newId: around.newId(), now, verdict, isBlind: isBlind(gates), remembered },
    live: standingOf(named(deployments, sides.live)),
    candidate: standingOf(candidate),
    candidateInstances: candidate?.sku?.capacity,
    candidateMade: secondsOf(candidate?.systemData?.createdAt),
    deployments: deployments.length,
    isUpdated: (stage?.kind === "scale" || command === "retry") && (await around.isUpdated()),
    endpoint: { isReady: seen.isReady, traffic: seen.traffic, mirrorTraffic: seen.mirrorTraffic, cursor },
    ...(command && { command }),
  };
  return { situation, seen, gates };
}

/** Whole seconds, as cursors have them: a fraction more would be later than the very same moment. */
function secondsOf(time: string | undefined): number | undefined {
  const milliseconds = Date.parse(time ?? "");
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}
