import { EngineFault } from "../engine/engine-fault";
import { describeHolder, holdersNamed, type LockHolder } from "../engine/stack-lock";
import { readState, writeState, writtenAt } from "../engine/stack-state";
import { refuseHeld, StackLocked } from "./held";
import { withImported } from "./imported-state";
import type { Recovery } from "./recovery";

/**
 * Writes what a recovery takes into the state. The engine looks for locks right before. A dead lock that only shows now, as
 * in a backend that is no folder, goes first; any other is refused.
 */
export async function writeRecovered(recovery: Recovery): Promise<void> {
  const { pulumi, folder } = recovery;
  const soFar = takenAway(recovery);
  const holders = await writeUnlessLocked(recovery, soFar);
  if (holders.length === 0) return;
  refuseHeld(holders, soFar);
  if (folder !== undefined) throw lockedMeanwhile(holders, soFar);
  await pulumi.run(["cancel", "--yes", ...(pulumi.options.stack === undefined ? [] : [pulumi.options.stack])]);
  const cancelled = "only a dead lock went";
  const others = await writeUnlessLocked(recovery, cancelled);
  if (others.length > 0) throw lockedMeanwhile(others, cancelled);
}

/** Gives those whose locks kept it from writing. */
async function writeUnlessLocked({ pulumi, steps, state }: Recovery, soFar: string): Promise<LockHolder[]> {
  const now = await readState(pulumi);
  if (writtenAt(now) !== writtenAt(state)) {
    throw new StackLocked([], `the state has changed meanwhile, by somebody else's update; ${soFar}; run this again`);
  }
  try {
    await writeState(pulumi, withImported(now, steps));
    return [];
  } catch (error) {
    const holders = error instanceof EngineFault && error.kind === "locked" ? holdersNamed(error.message) : [];
    if (holders.length === 0) throw error;
    return holders;
  }
}

function lockedMeanwhile(holders: readonly LockHolder[], soFar: string): StackLocked {
  const where = holders.map(describeHolder).join(", ");
  return new StackLocked(holders, `the stack was locked meanwhile by ${where}; ${soFar}`);
}

/** What was changed before the state is, for people. */
function takenAway({ deadLocks, cutOffFile }: Recovery): string {
  const locks =
    deadLocks.length === 0 ? [] : [deadLocks.length === 1 ? "a dead lock" : `${deadLocks.length} dead locks`];
  const gone = [...locks, ...(cutOffFile === undefined ? [] : [cutOffFile])];
  return gone.length === 0 ? "nothing was changed" : `only ${gone.join(" and ")} went`;
}
