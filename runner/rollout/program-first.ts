import { isOver } from "../../rollout/cursor";
import { saysUnderWay } from "../../rollout/under-way";
import { EngineFault } from "../engine/engine-fault";
import type { Surroundings } from "./advance";
import type { OpenRollout } from "./open";
import { carryOut, run, type RunOptions } from "./run";
import { look } from "./service";
import { isLocked, update } from "./update";

/** What can happen to a rollout under way where the program says another release. */
export const onNewVersion = ["reject", "queue", "supersede"] as const;

/** What a run does whose program says another release than the one on its way. */
export type OnNewVersion = (typeof onNewVersion)[number];

/** How a run begins. */
export interface FirstOptions extends RunOptions {
  /**
   * What happens to a rollout under way where the program says another release: the program is refused (`reject`, the
   * default), that rollout goes on to its end first (`queue`), or everything goes back to the live deployment
   * (`supersede`).
   */
  onNewVersion?: OnNewVersion;
  /** Hears what is done. */
  tell?: (words: string) => void;
}

/**
 * Runs the program, so that what is rolled out is what it says now. Where a rollout is under way and the program can't be
 * run at all, that rollout goes on as it is.
 *
 * @throws EngineFault
 */
export async function programFirst(rollout: OpenRollout, around: Surroundings, options: FirstOptions): Promise<void> {
  const { tell = () => undefined, onNewVersion: wanted = "reject" } = options;
  const { cursor } = await look(around.service, around.endpoint);
  const isUnderWay = cursor !== undefined && !isOver(cursor);
  tell("pulumi up");
  try {
    return await update(around, "what is rolled out is what the program says");
  } catch (error) {
    if (!isUnderWay || isLocked(error) || !(error instanceof EngineFault)) throw error;
    if (!saysUnderWay(error.message)) {
      return tell(`the program can't be run, and rollout ${cursor.id} goes on as it is: ${error.message}`);
    }
    if (wanted === "reject") throw withWayOut(error);
  }
  if (wanted === "supersede") {
    tell(`rollout ${cursor.id} makes way for what the program says now`);
    await carryOut(around, await rollout.intent(), "abort");
  } else {
    tell(`rollout ${cursor.id} goes to its end first`);
    await run(around, rollout.intent, options);
  }
  await update(around, "the rollout before is over");
}

function withWayOut({ message, kind }: EngineFault): EngineFault {
  return new EngineFault(message, kind, "--on-new-version queue ends the one under way first, supersede takes it back");
}
