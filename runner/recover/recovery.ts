import { backendFolder, cutOffAttributes, type StackPlace } from "../engine/backend-folder";
import { EngineFault } from "../engine/engine-fault";
import { placeOf } from "../engine/project";
import { Pulumi, type PulumiOptions } from "../engine/pulumi";
import { type LockHolder, lockHolders } from "../engine/stack-lock";
import {
  type PendingOperation,
  pendingOf,
  readState,
  resourcesOf,
  type StackState,
  type StateResource,
} from "../engine/stack-state";
import { refuseHeld } from "./held";
import type { Patience } from "./look-up";
import { LookUps } from "./look-ups";
import { withTaken } from "./imported-state";
import { answered, notAsked, question, type RecoveryStep } from "./recovery-step";
import { unrecordedSteps } from "./unrecorded-steps";

/** What to recover, and how patiently. */
export interface RecoverOptions extends PulumiOptions, Patience {
  /** Takes over what the program would make and the service has, also where nothing shows that this stack made it. */
  adopt?: boolean;
}

/** What an interrupted update left behind, and what becomes of it. Nothing has been changed yet. */
export interface Recovery {
  place: StackPlace;
  /** The folder that the backend keeps its stacks in; undefined for a backend of another kind. */
  folder?: string;
  /** Locks whose process is gone, left behind on this machine by this user. */
  deadLocks: readonly LockHolder[];
  /** A file beside the state that a kill cut off, so that the engine can't read the state before it is gone. */
  cutOffFile?: string;
  steps: readonly RecoveryStep[];
  /** Why the program was not asked what it would make; undefined where it was, or where that was not needed. */
  unasked?: string;
  state: StackState;
  pulumi: Pulumi;
}

/**
 * Finds out what an update left behind that was cut off. Waits for what the service still does, and changes nothing. What
 * the service can't be asked for does not keep the rest from being found.
 *
 * @throws StackLocked, EngineFault
 */
export async function planRecovery({
  onWait,
  timeoutSeconds,
  adopt = false,
  ...options
}: RecoverOptions = {}): Promise<Recovery> {
  const pulumi = new Pulumi(options);
  const place = await placeOf(pulumi);
  // In a backend that is no folder, the first write tells who holds the lock.
  const folder = await backendFolder(pulumi);
  const deadLocks = folder === undefined ? [] : await lockHolders(folder, place);
  refuseHeld(deadLocks);
  const cutOffFile = folder === undefined ? undefined : await cutOffAttributes(folder, place);
  const state = await readState(pulumi, cutOffFile);
  const inState = resourcesOf(state);
  const look = new LookUps(pulumi, inState, { onWait, timeoutSeconds });
  const steps: RecoveryStep[] = [];
  for (const operation of unique(pendingOf(state))) {
    steps.push(await stepFor(operation, withTaken(inState, steps), look));
  }
  const plan = { place, folder, deadLocks, cutOffFile, steps, state, pulumi };
  // An engine that was killed knows what it was making; one whose provider was killed does not.
  if (steps.some(({ operation }) => operation.type === "creating") || inState.length === 0) return plan;
  if (cutOffFile !== undefined) return { ...plan, unasked: "its state can't be read yet; run this again afterwards" };
  try {
    return { ...plan, steps: [...steps, ...(await unrecordedSteps({ pulumi, look, inState, adopt }))] };
  } catch (error) {
    if (error instanceof EngineFault) return { ...plan, unasked: error.message };
    throw error;
  }
}

async function stepFor(
  operation: PendingOperation,
  inState: readonly StateResource[],
  look: LookUps,
): Promise<RecoveryStep> {
  const asked = question(operation, inState);
  if (asked.ask === "nothing") return { operation, remedy: asked.remedy, reason: asked.reason };
  try {
    const found = await look.settled(operation.resource);
    if (found !== "unknown") return answered(operation, found, inState);
  } catch (error) {
    return notAsked(operation, error, "--adopt takes it over if it is there");
  }
  const reason = `${operation.resource.type} is not known here; if it is there, import it before the next update`;
  return { operation, remedy: "look yourself", reason };
}

/** Each resource once: several cut-off updates leave several operations behind. The latest is last and counts. */
function unique(pending: readonly PendingOperation[]): PendingOperation[] {
  return [...new Map(pending.map((operation) => [operation.resource.urn, operation])).values()];
}
