import { describeHolder, fateOf, type LockHolder } from "../engine/stack-lock";

/** Somebody else is at work on the stack, or was meanwhile. */
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
 * Throws where a lock is another's, or one of our processes still runs.
 *
 * @param soFar what was changed until now, for people
 */
export function refuseHeld(holders: readonly LockHolder[], soFar = "nothing was changed"): void {
  // Asked once: a process may end between two looks.
  const held = holders.map((holder) => ({ holder, fate: fateOf(holder) })).filter(({ fate }) => fate !== "left behind");
  if (held.length === 0) return;
  const where = held.map(({ holder }) => describeHolder(holder)).join(", ");
  throw new StackLocked(
    held.map(({ holder }) => holder),
    held.every(({ fate }) => fate === "held here")
      ? `the stack is locked by ${where}, which is running on this machine; ${soFar}`
      : `the stack is locked by ${where}; whether that still runs can't be seen from here, and ${soFar}`,
  );
}

/** Throws where a lock is held now, or where one is there that was not when the plan was made, whoever left it. */
export function refuseUnplanned(now: readonly LockHolder[], planned: readonly LockHolder[]): void {
  refuseHeld(now);
  const known = new Set(planned.map(({ file }) => file));
  const unplanned = now.filter(({ file }) => !known.has(file));
  if (unplanned.length === 0) return;
  const where = unplanned.map(describeHolder).join(", ");
  throw new StackLocked(
    unplanned,
    `another update was cut off meanwhile, ${where}; nothing was changed; run this again`,
  );
}
