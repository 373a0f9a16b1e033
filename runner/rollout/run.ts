import type { Ending } from "../../rollout/decision";
import type { Command, Intent } from "../../rollout/situation";
import { advance, type Step, type Surroundings } from "./advance";

/** Milliseconds between two looks where nothing tells when something may be different. */
const LOOK = 5_000;
const LONGEST_LOOK = 60_000;

/** How a run ended. `refused`: what the program says, or what was asked for, can't be. */
export interface Run {
  readonly ending: Ending | "refused";
  readonly reason: string;
}

/**
 * Advances a rollout until it is over or stands still. It may be killed at any time: what it knows lies with the endpoint,
 * and the next run, here or elsewhere, goes on from there.
 *
 * @param onStep hears of every step, also of those that only wait
 * @param signal ends it between two steps, or while it waits; a step that has begun is finished. Rejects with its reason
 */
export async function run(
  around: Surroundings,
  readIntent: () => Promise<Intent>,
  onStep: (step: Step) => void = () => undefined,
  signal?: AbortSignal,
): Promise<Run> {
  for (;;) {
    signal?.throwIfAborted();
    const step = await advance(around, await readIntent());
    onStep(step);
    const { decision } = step;
    switch (decision.do) {
      case "write":
      case "up":
      case "smoke":
        continue;
      case "wait":
        await around.sleep(Math.min((decision.seconds ?? LOOK / 1000) * 1000, LONGEST_LOOK), signal);
        continue;
      case "stop":
        return { ending: decision.ending, reason: decision.reason };
      case "refuse":
        return { ending: "refused", reason: decision.reason };
    }
  }
}

/** Carries a command out as soon as the endpoint is not being updated. */
export async function carryOut(around: Surroundings, intent: Intent, command: Command): Promise<Step> {
  for (;;) {
    const step = await advance(around, intent, command);
    if (step.decision.do !== "wait" || step.decision.seconds !== undefined) return step;
    await around.sleep(LOOK);
  }
}
