import assert from "node:assert/strict";
import { succeeded } from "../commands";
import { gone, isRunning } from "../processes";
import { allRight } from "./final-state";
import type { NextRelease } from "./rollout-story";
import type { RolloutStack } from "./stack";

/** How a rollout ended. */
export type Ending = "succeeded" | "rolled back";

/** What happened in a rollout, told as it goes. */
export interface Story {
  told: string[];
  /** How often a run was refused because an orphan of one before still worked. */
  waited: number;
}

/**
 * Runs a rollout that nobody disturbs any more to its end; one that was rolled back once more, whose `up` takes the candidate
 * away. Where another process is at it a run has to say so, and only then; one that stands still is resumed.
 */
export async function toTheEnd(stack: RolloutStack, orphans: readonly number[], story: Story): Promise<Ending> {
  for (let ending: Ending | undefined; ;) {
    const left = orphans.filter(isRunning);
    const { code, output } = await stack.rollout("run");
    story.told.push(`run: ${code}`);
    if (code === 50) {
      if (left.length === 0) throw new Error(`nobody else is at it, and the run says so:\n${output}`);
      story.waited += 1;
      await gone(orphans);
    } else if (code === 20) {
      succeeded(await stack.rollout("resume"));
    } else {
      assert.ok(code === 0 || code === 30, output);
      const now = code === 0 ? "succeeded" : "rolled back";
      assert.ok(ending === undefined || ending === now, `it was ${ending}, and the next run says ${now}`);
      if (now === "succeeded" || ending === now) return now;
      ending = now;
    }
  }
}

/** The rollout of a release left behind what it had to. `since`: the line of the request log at which it began. */
export async function endedWell(
  stack: RolloutStack,
  { release, candidate, path }: NextRelease,
  { since, ending }: { since: number; ending: Ending },
): Promise<void> {
  const former = release.live.name;
  const [serving, goes] = ending === "succeeded" ? [candidate.name, former] : [former, candidate.name];
  await allRight(stack, {
    serving,
    changes: { since, are: [`made ${candidate.name}`, `deleted ${goes}`] },
    path,
  });
}
