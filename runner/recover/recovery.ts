import { nativeAddress } from "../../arm/native-resource";
import type { ArmClient } from "../../azure/arm-client";
import { openArm } from "../../azure/connect";
import { backendFolder, cutOffAttributes, type StackPlace } from "../engine/backend-folder";
import { projectOf, stackOf } from "../engine/project";
import { Pulumi, type PulumiOptions } from "../engine/pulumi";
import { describeHolder, fateOf, type LockHolder, lockHolders } from "../engine/stack-lock";
import {
  logicalName,
  type PendingOperation,
  pendingOf,
  readState,
  readStateFile,
  resourcesOf,
  type StackState,
} from "../engine/stack-state";
import { lookUpSettled, type Patience } from "./look-up";
import { providerSignIn } from "./provider-sign-in";
import { answered, question, type RecoveryStep } from "./recovery-step";

/** What to recover, and how patiently. */
export interface RecoverOptions extends PulumiOptions, Patience {}

/** What an interrupted update left behind, and what becomes of it. Nothing has been changed yet. */
export interface Recovery {
  place: StackPlace;
  /** Locks whose process is gone, left behind on this machine by this user. */
  deadLocks: readonly LockHolder[];
  /** A file beside the state that a kill cut off, so that the engine can't read the state before it is gone. */
  cutOffFile?: string;
  steps: readonly RecoveryStep[];
  state: StackState;
  pulumi: Pulumi;
}

/** Somebody else is at work on the stack. */
export class StackLocked extends Error {
  override readonly name = "StackLocked";
  constructor(
    readonly holders: readonly LockHolder[],
    message: string,
  ) {
    super(message);
  }
}

/**
 * Finds out what an update left behind that was cut off. Waits for what the service still does, and changes nothing.
 *
 * @throws StackLocked, EngineFault, ArmError
 */
export async function planRecovery({ onWait, timeoutSeconds, ...options }: RecoverOptions = {}): Promise<Recovery> {
  const pulumi = new Pulumi(options);
  const place = { project: await projectOf(pulumi.cwd), stack: await stackOf(pulumi) };
  // In a backend that is no folder, the first write tells who holds the lock.
  const folder = await backendFolder(pulumi);
  const deadLocks = folder === undefined ? [] : await lockHolders(folder, place);
  refuseHeld(deadLocks);
  const cutOffFile = folder === undefined ? undefined : await cutOffAttributes(folder, place);
  const state =
    cutOffFile === undefined ? await readState(pulumi) : await readStateFile(cutOffFile.slice(0, -".attrs".length));
  const look = lookUps(pulumi, state, { onWait, timeoutSeconds });
  const steps: RecoveryStep[] = [];
  for (const operation of unique(pendingOf(state))) steps.push(await stepFor(operation, state, look));
  return { place, deadLocks, cutOffFile, steps, state, pulumi };
}

/** Throws where a lock is another's, or one of our processes still runs. */
export function refuseHeld(holders: readonly LockHolder[]): void {
  const held = holders.filter((holder) => fateOf(holder) !== "left behind");
  const [first] = held;
  if (!first) return;
  const where = held.map(describeHolder).join(", ");
  throw new StackLocked(
    held,
    fateOf(first) === "held here"
      ? `the stack is locked by ${where}, which is running on this machine; nothing was changed`
      : `the stack is locked by ${where}; whether that still runs can't be seen from here, and nothing was changed`,
  );
}

type Look = (operation: PendingOperation) => Promise<RecoveryStep>;

async function stepFor(operation: PendingOperation, state: StackState, look: Look): Promise<RecoveryStep> {
  const asked = question(operation, resourcesOf(state));
  return asked.ask === "service" ? look(operation) : { operation, remedy: asked.remedy, reason: asked.reason };
}

/** Looks resources up in the service, with the sign-in of the provider of each. */
function lookUps(pulumi: Pulumi, state: StackState, patience: Patience): Look {
  const clients = new Map<string, Promise<{ arm: ArmClient; subscriptionId: string | undefined }>>();
  const inState = resourcesOf(state);
  return async (operation) => {
    const { resource } = operation;
    const key = resource.provider ?? "";
    const client =
      clients.get(key) ??
      providerSignIn(pulumi, resource, inState).then((settings) => ({
        arm: openArm(settings, pulumi.env),
        subscriptionId: settings.subscriptionId,
      }));
    clients.set(key, client);
    const { arm, subscriptionId } = await client;
    const name = logicalName(resource.urn);
    if (subscriptionId === undefined) {
      throw new Error(`${name}: its subscription is known neither to the state nor here; set ARM_SUBSCRIPTION_ID`);
    }
    const address = nativeAddress(resource.type, resource.inputs ?? {}, subscriptionId);
    if (!address) {
      const reason = `${resource.type} is not known here; if it is there, import it before the next update`;
      return { operation, remedy: "look yourself", reason };
    }
    return answered(operation, await lookUpSettled(arm, address, name, patience), inState);
  };
}

/** Each resource once: several cut-off updates leave several operations behind. The latest is last and counts. */
function unique(pending: readonly PendingOperation[]): PendingOperation[] {
  return [...new Map(pending.map((operation) => [operation.resource.urn, operation])).values()];
}
