import type { Intent } from "../../rollout/situation";
import { isAllOn } from "../../rollout/traffic";
import { advance, type Step } from "./advance";
import type { Surroundings } from "./around";
import { carryOut } from "./run";
import { look } from "./service";

/** Milliseconds between two looks. */
const LOOK = 1000;

/**
 * Gives all live traffic back to the live deployment, and again where an update that was under way moves it after that: an
 * update of a program that says the stage itself writes what it has read long before. Ends once none is under way and two
 * reads agree.
 *
 * @param isUpdated tells whether an update of the stack is under way
 */
export async function goBack(around: Surroundings, intent: Intent, isUpdated: () => Promise<boolean>): Promise<Step> {
  const step = await carryOut(around, intent, "abort");
  if (step.decision.do !== "write" || step.decision.cursor.status !== "rolledBack") return step;
  const { live } = step.decision.cursor;
  for (let agreeing = 0; agreeing < 2;) {
    const isBusy = await isUpdated();
    const seen = await look(around.service, around.endpoint);
    const isBack = isAllOn(seen, live);
    if (seen.isReady && !isBack) await advance(around, intent, "abort");
    agreeing = isBack && seen.isReady && !isBusy ? agreeing + 1 : 0;
    if (agreeing < 2) await around.sleep(LOOK);
  }
  return step;
}
