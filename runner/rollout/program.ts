import type { Pulumi } from "../engine/pulumi";
import { fateOf, type LockHolder } from "../engine/stack-lock";
import { carryOut } from "../recover/carry-out";
import { StackLocked } from "../recover/held";
import { planRecovery } from "../recover/recovery";

/** Milliseconds between two looks at an update that goes on without its runner. */
const LOOK = 500;

/** Milliseconds by which the clocks of engine and runner may differ. */
const CLOCKS = 1000;

type Pause = (milliseconds: number) => Promise<void>;

/**
 * A plain `pulumi up`. Where an update of the same machine's runner was cut off, what that left behind is brought in order
 * first: an engine that goes on without its runner is waited for, the lock of one that is gone is taken away, and what it
 * had begun is taken into the state.
 *
 * @param cutOff when that update began
 * @throws StackLocked where a lock is another's; EngineFault
 */
export async function runProgram(pulumi: Pulumi, cutOff: Date | undefined, pause: Pause): Promise<void> {
  if (cutOff) await bringInOrder(pulumi, cutOff, pause);
  await pulumi.onStack(["up", "--yes", "--skip-preview"]);
}

async function bringInOrder(pulumi: Pulumi, cutOff: Date, pause: Pause): Promise<void> {
  const isOwn = ({ since }: LockHolder): boolean => Date.parse(since) >= cutOff.getTime() - CLOCKS;
  for (;;) {
    try {
      const recovery = await planRecovery(pulumi.options);
      const others = recovery.deadLocks.filter((lock) => !isOwn(lock));
      if (others.length > 0) throw new StackLocked(others, "the stack is locked by an update that was no rollout's");
      const open = recovery.steps.find(({ remedy }) => remedy === "ask again" || remedy === "look yourself");
      if (open) throw new Error(`an update was cut off: ${open.reason}; see \`pulumi-azureml recover\``);
      return await carryOut(recovery);
    } catch (error) {
      // One that has ended since it was looked at is found as left behind by the next look.
      const isOurs = (holder: LockHolder): boolean => isOwn(holder) && fateOf(holder) !== "held elsewhere";
      if (!(error instanceof StackLocked) || !error.holders.every(isOurs)) throw error;
      await pause(LOOK);
    }
  }
}
