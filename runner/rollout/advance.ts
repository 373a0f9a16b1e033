import { decide } from "../../rollout/decide";
import type { Decision, Write } from "../../rollout/decision";
import { type GateResult, type Verdict, verdictOf } from "../../rollout/gates";
import { brokenInvariants } from "../../rollout/invariants";
import type { Command, Intent, Situation } from "../../rollout/situation";
import type { Journal, JournalEntry } from "./journal";
import type { Lease } from "./lease";
import { look, type RolloutService, type Seen, send, shows, standingOf } from "./service";

/** Seconds that a write may take until it shows. */
const WRITE_SECONDS = 1800;

/** Milliseconds between two reads after a write. */
const READ_AGAIN = 500;

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
  /** A plain `up` of the program. */
  readonly up: (reason: string) => Promise<void>;
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

/** An entry of the journal, but for who and when. */
type Note = Omit<JournalEntry, "at" | "by">;

/** How an advance ended: with an effect, or with what keeps it from one. */
export interface Step {
  readonly decision: Decision;
  readonly gates: readonly GateResult[];
}

/**
 * One step: reads what is live, decides, does at most one thing, reads back. Whoever calls it, and however often: the
 * decision rests on what is live alone.
 */
export async function advance(around: Surroundings, intent: Intent, command?: Command): Promise<Step> {
  for (let attempt = 1; ; attempt++) {
    const journal = await around.journal();
    const note = (entry: Note): Promise<void> =>
      journal.append({ at: around.now().toISOString(), by: around.by, ...entry });
    const { situation, seen, gates } = await observe(around, intent, command);
    const decision = await withSmoke(around, situation, note);
    if (decision.do === "up") {
      await note({ what: "up", reason: decision.reason });
      await around.up(decision.reason);
    }
    if (decision.do !== "write") return { decision, gates };
    const broken = brokenInvariants(situation, decision);
    if (broken.length > 0)
      throw new Error(`${decision.reason}: not written, since it would break: ${broken.join("; ")}`);
    const { verdict } = situation;
    await note({
      what: "decided",
      reason: decision.reason,
      evidence: { ...evidenceOf(decision), verdict, gates },
    });
    around.lease.check();
    if (await send(around.service, around.endpoint, seen, decision, WRITE_SECONDS)) {
      await readBack(around, decision);
      await note({ what: "written", reason: decision.reason, evidence: evidenceOf(decision) });
      return { decision, gates };
    }
    await note({ what: "gave up", reason: "the endpoint is not as it was when this was decided" });
    if (attempt === ATTEMPTS) throw new Error(`endpoint ${around.endpoint}: somebody else keeps writing to it`);
  }
}

async function observe(
  around: Surroundings,
  intent: Intent,
  command: Command | undefined,
): Promise<{ situation: Situation; seen: Seen; gates: GateResult[] }> {
  const { service, endpoint } = around;
  const seen = await look(service, endpoint);
  const { cursor } = seen;
  const sides = cursor ?? intent;
  const [live, candidate] = await Promise.all([
    standingOf(service, endpoint, sides.live),
    standingOf(service, endpoint, sides.candidate),
  ]);
  const now = Math.floor(around.now().getTime() / 1000);
  const stage = cursor && intent.plan.stages[cursor.stage];
  const isMeasured = cursor?.status !== "rolledBack" && stage !== undefined && "minSeconds" in stage;
  const gates = isMeasured && cursor ? await around.gates(intent, cursor.since, now) : [];
  const verdict: Verdict = isMeasured ? verdictOf(gates) : "inconclusive";
  const situation: Situation = {
    ...{ intent, newId: around.newId(), now, live, candidate, verdict },
    endpoint: { isReady: seen.isReady, traffic: seen.traffic, mirrorTraffic: seen.mirrorTraffic, cursor },
    ...(command && { command }),
  };
  return { situation, seen, gates };
}

/** Golden requests are sent within a step: a runner that is killed meanwhile sends them again. */
async function withSmoke(
  around: Surroundings,
  situation: Situation,
  note: (entry: Note) => Promise<void>,
): Promise<Decision> {
  const decision = decide(situation);
  const { cursor } = situation.endpoint;
  if (decision.do !== "smoke" || !cursor) return decision;
  const { result, evidence } = await around.smoke(situation.intent, cursor.stage);
  await note({ what: "smoke", reason: result === "pass" ? "all passed" : "one failed", evidence });
  return decide({ ...situation, smoke: result });
}

/** Reads until two reads in a row show the write. */
async function readBack(around: Surroundings, write: Write): Promise<void> {
  const deadline = around.now().getTime() + WRITE_SECONDS * 1000;
  for (let agreeing = 0; agreeing < 2;) {
    const seen = await look(around.service, around.endpoint);
    agreeing = shows(seen, write) ? agreeing + 1 : 0;
    // Somebody else wrote since; that is for the next step to judge.
    if (seen.isReady && (seen.cursor?.sequence ?? 0) > write.cursor.sequence) return;
    if (agreeing === 2) return;
    if (around.now().getTime() > deadline)
      throw new Error(`endpoint ${around.endpoint}: what was written does not show`);
    await around.sleep(READ_AGAIN);
  }
}

function evidenceOf({ cursor, weights }: Write): object {
  const { id, sequence, stage, status, hold } = cursor;
  return { id, sequence, stage, status, ...(hold && { hold }), ...weights };
}
