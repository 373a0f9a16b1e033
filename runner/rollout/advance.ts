import { type Cursor, cursorText } from "../../rollout/cursor";
import { decide } from "../../rollout/decide";
import type { Decision, Write } from "../../rollout/decision";
import { type GateResult, isBlind, type Verdict, verdictOf } from "../../rollout/gates";
import { brokenInvariants } from "../../rollout/invariants";
import type { Command, Intent, Situation } from "../../rollout/situation";
import { type Journal, JournalMoved } from "./journal";
import type { Lease } from "./lease";
import { note, noteLate } from "./note";
import { look, named, type RolloutService, type Seen, send, shows, standingOf } from "./service";
import { update } from "./update";

/** Seconds that a write may take until it shows. */
const WRITE_SECONDS = 1800;

/** Milliseconds between two reads after a write. */
const READ_AGAIN = 500;

/** Milliseconds after which what was read is too old to write on; no deployment is remade so fast. */
const FRESH = 20_000;

/** How often in a row something else may turn up between a decision and its write. */
const ATTEMPTS = 10;

/** Everything around a rollout that is not decided here. */
export interface Surroundings {
  readonly service: RolloutService;
  readonly endpoint: string;
  /** The journal as it is now; each step opens it, so that what others did meanwhile is no hindrance. */
  readonly journal: () => Promise<Journal>;
  readonly lease: Lease;
  /** Who works here, for the journal. */
  readonly by: string;
  /** A plain `up` of the program. `cutOff`: when one of this machine's runner began that was killed, and left what it left. */
  readonly up: (cutOff: Date | undefined) => Promise<void>;
  /** True while an update of the stack is under way, as far as its backend tells. */
  readonly isUpdated: () => Promise<boolean>;
  /** Sends the golden requests of the stage to the candidate. */
  readonly smoke: (intent: Intent, stage: number) => Promise<{ result: "pass" | "fail"; evidence: unknown }>;
  /** The verdict of each gate about what was measured since the stage began. */
  readonly gates: (intent: Intent, since: number, now: number) => Promise<GateResult[]>;
  /** The time that all of a rollout's times are measured by. */
  readonly now: () => Date;
  /** Waits; ends early where the signal says so. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Draws the id of a rollout that begins: eight hexadecimal digits. */
  readonly newId: () => string;
}

/** How an advance ended: with an effect, or with what keeps it from one. */
export interface Step extends Inspection {
  readonly decision: Decision;
}

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
 * One step: reads what is live, decides, does at most one thing, reads back. Whoever calls it, and however often: the
 * decision rests on what is live alone. Where somebody else acts meanwhile it decides anew.
 *
 * @throws LeaseHeld
 */
export async function advance(around: Surroundings, intent: Intent, command?: Command): Promise<Step> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      const step = await attempted(around, intent, command);
      if (step) return step;
    } catch (error) {
      // Somebody else has written to the journal, and nothing was done yet. Whoever lost the lease ends here.
      if (!(error instanceof JournalMoved)) throw error;
      around.lease.check();
    }
  }
  throw new Error(`endpoint ${around.endpoint}: somebody else keeps writing to it`);
}

/** Undefined where something else turned up between the decision and its write. */
async function attempted(around: Surroundings, intent: Intent, command?: Command): Promise<Step | undefined> {
  const journal = await around.journal();
  const { situation, seen, gates } = await observedWithSmoke(around, intent, command, journal);
  const until = performance.now() + FRESH;
  const decision = decide(situation);
  if (decision.do === "up") await update(around, decision.reason);
  if (decision.do !== "write") return { situation, decision, gates };
  const broken = brokenInvariants(situation, decision);
  if (broken.length > 0) throw new Error(`${decision.reason}: not written, since it would break: ${broken.join("; ")}`);
  const { reason } = decision;
  const evidence = evidenceOf(decision);
  const { verdict } = situation;
  await note(journal, around, { what: "decided", reason, evidence: { ...evidence, verdict, gates } });
  around.lease.check();
  if (
    (await journal.isLast()) &&
    performance.now() < until &&
    (await send(around.service, around.endpoint, seen, decision, WRITE_SECONDS)) &&
    (await readBack(around, seen, decision))
  ) {
    await noteLate(around, { what: "written", reason, evidence });
    return { situation, decision, gates };
  }
  await noteLate(around, { what: "gave up", reason: "the endpoint is not as it was when this was decided" });
  return undefined;
}

/**
 * What a decision rests on. Golden requests are sent within a step, and all is read again after them, since they take
 * their time: a runner that is killed meanwhile sends them again.
 */
async function observedWithSmoke(
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

interface Observed extends Inspection {
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

/** Reads until two reads in a row show the write. False where somebody else wrote at the same moment, and won. */
async function readBack(around: Surroundings, before: Seen, write: Write): Promise<boolean> {
  const deadline = around.now().getTime() + WRITE_SECONDS * 1000;
  for (let agreeing = 0; agreeing < 2;) {
    const seen = await look(around.service, around.endpoint);
    agreeing = shows(seen, write) ? agreeing + 1 : 0;
    if (agreeing === 2) break;
    if (seen.isReady && isAnothers(seen, before, write)) return (seen.cursor?.sequence ?? 0) > write.cursor.sequence;
    if (around.now().getTime() > deadline)
      throw new Error(`endpoint ${around.endpoint}: what was written does not show`);
    await around.sleep(READ_AGAIN);
  }
  return true;
}

/** True where the cursor is neither the one that was written nor the one before it, which a late read may still show. */
function isAnothers({ cursor }: Seen, before: Seen, write: Write): boolean {
  const text = cursor && cursorText(cursor);
  return (
    text !== undefined && text !== cursorText(write.cursor) && text !== (before.cursor && cursorText(before.cursor))
  );
}

function evidenceOf({ cursor, weights }: Write): object {
  const { id, sequence, stage, status, hold } = cursor;
  return { id, sequence, stage, status, ...(hold && { hold }), ...weights, cursor: cursorText(cursor) };
}

function secondsOf(time: string | undefined): number | undefined {
  const milliseconds = Date.parse(time ?? "");
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}
