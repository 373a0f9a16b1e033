import { cursorText } from "../../rollout/cursor";
import { decide } from "../../rollout/decide";
import type { Decision, Write } from "../../rollout/decision";
import { brokenInvariants } from "../../rollout/invariants";
import type { Command, Intent } from "../../rollout/situation";
import type { Surroundings } from "./around";
import { JournalMoved } from "./journal";
import { note, noteLate } from "./note";
import { type Inspection, observedWithSmoke } from "./observe";
import { readBack, WRITE_SECONDS } from "./read-back";
import { send } from "./service";
import { update } from "./update";

/** Milliseconds after which what was read is too old to write on; no deployment is remade so fast. */
const FRESH = 20_000;

/** How often in a row something else may turn up between a decision and its write. */
const ATTEMPTS = 10;

/** How an advance ended: with an effect, or with what keeps it from one. */
export interface Step extends Inspection {
  readonly decision: Decision;
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

function evidenceOf({ cursor, weights }: Write): object {
  const { id, sequence, stage, status, hold } = cursor;
  return { id, sequence, stage, status, ...(hold && { hold }), ...weights, cursor: cursorText(cursor) };
}
