import { rm } from "node:fs/promises";
import { isCutOff } from "../engine/backend-folder";
import { lockHolders, removeLocks } from "../engine/stack-lock";
import { readState, resourcesOf, writeState } from "../engine/stack-state";
import { refuseUnplanned } from "./held";
import { isHalfRenamed } from "./half-renamed";
import { withOwnInputs } from "./imported-state";
import { planRecovery, type Recovery, type RecoverOptions } from "./recovery";
import { writeRecovered } from "./write-recovered";

/** True where an interrupted update has left nothing behind that can be brought in order now. */
export function nothingToDo(recovery: Recovery): boolean {
  return !changesState(recovery) && recovery.deadLocks.length === 0 && recovery.cutOffFile === undefined;
}

/**
 * Carries a recovery out: takes dead locks away, brings what the service has into the state, and lets the engine read it.
 * Refused where somebody else locked or changed the stack since the plan was made; the error says what was changed by then.
 *
 * @throws StackLocked, EngineFault
 */
export async function carryOut(recovery: Recovery): Promise<void> {
  const { pulumi, place, folder, steps, deadLocks, cutOffFile } = recovery;
  if (folder !== undefined) refuseUnplanned(await lockHolders(folder, place), deadLocks);
  // Dead locks go last: as long as they are there, nobody else begins.
  if (cutOffFile !== undefined && (await isCutOff(cutOffFile))) await rm(cutOffFile, { force: true });
  await removeLocks(deadLocks);
  if (!changesState(recovery)) return;
  await writeRecovered(recovery);
  await readAgain(pulumi, steps);
}

function changesState({ steps, state }: Recovery): boolean {
  return steps.some(({ remedy }) => remedy !== "leave" && remedy !== "ask again") || isHalfRenamed(resourcesOf(state));
}

/** Plans and carries out at once. Gives the plan that was carried out. */
export async function recover(options: RecoverOptions = {}): Promise<Recovery> {
  const recovery = await planRecovery(options);
  await carryOut(recovery);
  return recovery;
}

/** Lets the engine read the resources anew, each with its own provider, and gives inputs back as the program gave them. */
async function readAgain(pulumi: Recovery["pulumi"], steps: Recovery["steps"]): Promise<void> {
  const urns = steps.flatMap(({ remedy, operation }) =>
    remedy === "import" || remedy === "refresh" ? [operation.resource.urn] : [],
  );
  const known = new Set(resourcesOf(await readState(pulumi)).map(({ urn }) => urn));
  const targets = urns.filter((urn) => known.has(urn));
  if (targets.length === 0) return;
  try {
    await pulumi.onStack(["refresh", "--yes", "--skip-preview", ...targets.flatMap((urn) => ["--target", urn])]);
  } finally {
    // One that can't be read makes the refresh fail when the others were read.
    const own = withOwnInputs(await readState(pulumi), steps);
    if (own) await writeState(pulumi, own);
  }
}
