import type { Decision, Ending } from "../../rollout/decision";
import type { Command, Intent } from "../../rollout/situation";
import { advance, type Step } from "./advance";
import type { Surroundings } from "./around";

/** Milliseconds between two looks where nothing tells when something may be different. */
const LOOK = 5_000;
const LONGEST_LOOK = 60_000;

/** Milliseconds between two looks where somebody may agree at any moment. */
const LOOK_FOR_PEOPLE = 15_000;

/** Milliseconds between two updates for the same reason. */
const UP_AGAIN = 60_000;

/** How a run ended. `refused`: what the program says, or what was asked for, can't be. */
export interface Run {
  readonly ending: Ending | "refused";
  readonly reason: string;
}

/** What a run tells, and what it listens to. */
export interface RunOptions {
  /** Hears of every step, also of those that only wait. */
  onStep?: (step: Step) => void;
  /** Ends it between two steps, or while it waits; a step that has begun is finished. The run rejects with its reason. */
  signal?: AbortSignal;
}

/**
 * Advances a rollout until it is over or stands still. It may be killed at any time: what it knows lies with the endpoint,
 * and the next run, here or elsewhere, goes on from there.
 */
export async function run(
  around: Surroundings,
  readIntent: () => Promise<Intent>,
  { onStep = () => undefined, signal }: RunOptions = {},
): Promise<Run> {
  let before: Decision | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const step = await advance(around, await readIntent());
    onStep(step);
    const { decision } = step;
    const isSameAgain = decision.do === "up" && before?.do === "up" && before.reason === decision.reason;
    before = decision;
    switch (decision.do) {
      case "up":
        // One that did not help the first time needs time, or somebody.
        if (isSameAgain) await around.sleep(UP_AGAIN, signal);
        continue;
      case "write":
      case "smoke":
        continue;
      case "wait":
        await around.sleep(
          Math.min(
            (decision.seconds ?? LOOK / 1000) * 1000,
            decision.for === "approval" ? LOOK_FOR_PEOPLE : LONGEST_LOOK,
          ),
          signal,
        );
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
    const { decision } = step;
    if (decision.do === "write" && decision.restores) continue;
    if (decision.do !== "wait" || decision.seconds !== undefined) return step;
    await around.sleep(LOOK);
  }
}
