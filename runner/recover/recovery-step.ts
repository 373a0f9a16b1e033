import { EngineFault } from "../engine/engine-fault";
import type { PendingOperation, StateResource } from "../engine/stack-state";
import { madeBy } from "./doubt";
import type { Found } from "./look-up";
import { ownedReason, ownerOf } from "./owner";

/** What recovery does about one operation of which the engine never saw the end. */
export type Remedy =
  /** The service has what was to be made: it goes into the state. */
  | "import"
  /** Nothing is there, or making it again does no harm: the operation is forgotten, and the next update does it again. */
  | "forget"
  /** The engine reads the resource again. */
  | "refresh"
  /** The service has it, and it is another's or the state has it otherwise: the state stays as it is. */
  | "leave"
  /** The service could not be asked, or is not done yet. The operation stays, unless the rest changes the state: none does then. */
  | "ask again"
  /** Nobody here can tell whether it is there. The operation is forgotten all the same; somebody has to look. */
  | "look yourself";

/** One interrupted operation, what the service says to it, and what becomes of it. */
export interface RecoveryStep {
  operation: PendingOperation;
  remedy: Remedy;
  /** Why, for people. */
  reason: string;
  found?: Found;
}

/** What an interrupted operation needs, apart from the service. */
export type Question = { ask: "service" } | { ask: "nothing"; remedy: Remedy; reason: string };

/** Resources of this library whose creation may be repeated: they take over what is there. */
const repeatable = /^pulumi-nodejs:dynamic\/azureml:/;

/** Decides what can be decided from the state alone. */
export function question({ type, resource }: PendingOperation, inState: readonly StateResource[]): Question {
  const nothing = (remedy: Remedy, reason: string): Question => ({ ask: "nothing", remedy, reason });
  if (type !== "creating") {
    return inState.some(({ urn }) => urn === resource.urn)
      ? nothing("refresh", "the engine reads what the service has now")
      : nothing("forget", "the state no longer has it");
  }
  if (repeatable.test(resource.type)) return nothing("forget", "the next update makes it again, which does no harm");
  if (!resource.type.startsWith("azure-native:")) {
    return nothing("look yourself", "a resource of another provider; if it is there, import it before the next update");
  }
  return { ask: "service" };
}

/** Decides with the service's answer. `inState` are the resources of the state, and those that are to come into it. */
export function answered(
  operation: PendingOperation,
  found: Found | undefined,
  inState: readonly StateResource[],
): RecoveryStep {
  if (!found)
    return { operation, remedy: "forget", reason: "the service has no such resource; the next update makes it" };
  const { resource } = operation;
  const owner = ownerOf({ type: resource.type, id: found.id }, inState);
  if (owner) return { operation, found, remedy: "forget", reason: ownedReason(resource, owner, inState) };
  const failed = found.state?.toLowerCase() === "failed";
  return {
    operation,
    found,
    remedy: "import",
    reason: failed
      ? "the service has it, and it FAILED; while it has no weight, the next update deletes it and makes it again"
      : "the service has it",
  };
}

/**
 * Decides about a resource that the program would make and of which no operation is pending, though the service has it:
 * so it is after a provider was killed, since the engine then takes the creation for one that never was.
 *
 * @param doubt why it may be somebody else's; undefined where it came to be during an update of this stack, or where the
 * user says that it is this stack's
 * @param inState the resources of the state, and those that are to come into it
 */
export function unrecorded(
  resource: StateResource,
  found: Found,
  doubt: string | undefined,
  inState: readonly StateResource[],
): RecoveryStep {
  const operation = { type: "creating", resource };
  const owner = ownerOf({ type: resource.type, id: found.id }, inState);
  if (owner) return { operation, found, remedy: "leave", reason: ownedReason(resource, owner, inState) };
  const missing = [resource.parent ?? "", ...(resource.dependencies ?? [])].find(
    (urn) => urn !== "" && !inState.some((one) => one.urn === urn),
  );
  const made = madeBy(found);
  const since = made ? ` since ${made.at}${made.createdBy === undefined ? "" : ` (made by ${made.createdBy})`}` : "";
  const has = `the service has it${since}`;
  const leave = (reason: string): RecoveryStep => ({
    operation,
    found,
    remedy: "leave",
    reason: `${has}, and ${reason}`,
  });
  if (missing !== undefined) return leave(`the state lacks ${missing}; \`import\` in the program takes it over`);
  if (doubt !== undefined) return leave(`${doubt}; if it is this stack's: --adopt`);
  return { operation, found, remedy: "import", reason: `${has}, the state does not know it` };
}

/** What becomes of a resource that the service was asked for in vain. Where the engine refuses, so is all the rest. */
export function notAsked(operation: PendingOperation, error: unknown, then: string): RecoveryStep {
  if (error instanceof EngineFault) throw error;
  const why = error instanceof Error ? error.message : String(error);
  return { operation, remedy: "ask again", reason: `what the service has is not known: ${why}; once it is, ${then}` };
}
