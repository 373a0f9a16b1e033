import { rm } from "node:fs/promises";
import { EngineFault } from "../engine/engine-fault";
import { holdersNamed } from "../engine/stack-lock";
import { readState, resourcesOf, writeState, writtenAt } from "../engine/stack-state";
import { withImported, withOwnInputs } from "./imported-state";
import { planRecovery, type Recovery, type RecoverOptions, refuseHeld, StackLocked } from "./recovery";

/** True where an interrupted update has left nothing behind. */
export function nothingToDo({ steps, deadLocks, cutOffFile }: Recovery): boolean {
  return !changesState(steps) && deadLocks.length === 0 && cutOffFile === undefined;
}

/**
 * Carries a recovery out: takes dead locks away, brings what the service has into the state, and lets the engine read it.
 * Refused where the state has changed since the plan was made.
 *
 * @throws StackLocked, EngineFault
 */
export async function carryOut({ pulumi, steps, state, deadLocks, cutOffFile }: Recovery): Promise<void> {
  if (cutOffFile !== undefined) await rm(cutOffFile, { force: true });
  if (deadLocks.length > 0) await cancelLocks(pulumi);
  if (!changesState(steps)) return;
  const now = await readState(pulumi);
  if (writtenAt(now) !== writtenAt(state)) {
    throw new StackLocked([], "the state has changed meanwhile, by somebody else's update; nothing was changed here");
  }
  await writeUnlocked(pulumi, withImported(now, steps));
  await readAgain(pulumi, steps);
}

function changesState(steps: Recovery["steps"]): boolean {
  return steps.some(({ remedy }) => remedy !== "leave");
}

/** Plans and carries out at once. Gives the plan that was carried out. */
export async function recover(options: RecoverOptions = {}): Promise<Recovery> {
  const recovery = await planRecovery(options);
  await carryOut(recovery);
  return recovery;
}

/** Writes; a dead lock that only shows now, as in a backend that is no folder, goes first. */
async function writeUnlocked(pulumi: Recovery["pulumi"], state: Recovery["state"]): Promise<void> {
  try {
    await writeState(pulumi, state);
  } catch (error) {
    const holders = error instanceof EngineFault && error.kind === "locked" ? holdersNamed(error.message) : [];
    if (holders.length === 0) throw error;
    refuseHeld(holders);
    await cancelLocks(pulumi);
    await writeState(pulumi, state);
  }
}

async function cancelLocks(pulumi: Recovery["pulumi"]): Promise<void> {
  const { stack } = pulumi.options;
  await pulumi.run(["cancel", "--yes", ...(stack === undefined ? [] : [stack])]);
}

/** Lets the engine read the resources anew, each with its own provider, and gives inputs back as the program gave them. */
async function readAgain(pulumi: Recovery["pulumi"], steps: Recovery["steps"]): Promise<void> {
  const urns = steps.flatMap(({ remedy, operation }) =>
    remedy === "import" || remedy === "refresh" ? [operation.resource.urn] : [],
  );
  const known = new Set(resourcesOf(await readState(pulumi)).map(({ urn }) => urn));
  const targets = urns.filter((urn) => known.has(urn));
  if (targets.length === 0) return;
  await pulumi.onStack(["refresh", "--yes", "--skip-preview", ...targets.flatMap((urn) => ["--target", urn])]);
  const own = withOwnInputs(await readState(pulumi), steps);
  if (own) await writeState(pulumi, own);
}
