import { hostname } from "node:os";
import { EngineFault } from "../engine/engine-fault";
import { StackLocked } from "../recover/held";
import type { Surroundings } from "./around";
import type { JournalEntry } from "./journal";
import { note, noteLate } from "./note";

/**
 * Runs the program. The journal has its beginning and its good end, so that a runner knows of an update of its own that was
 * cut off, and may bring in order what that left behind.
 */
export async function update(around: Surroundings, reason: string): Promise<void> {
  const journal = await around.journal();
  const entry = { reason, evidence: { host: hostname() } };
  const cutOff = cutOffSince(journal.entries);
  await note(journal, around, { what: "up", ...entry });
  try {
    await around.up(cutOff);
  } catch (error) {
    // One that never began left nothing behind. Of any other nobody knows: engine or provider may have been killed.
    if (cutOff === undefined && isLocked(error)) await noteLate(around, { what: "up ended", ...entry });
    throw error;
  }
  await noteLate(around, { what: "up ended", ...entry });
}

/** When the update of this machine's runner began that came to no good end; undefined where there is none. */
export function cutOffSince(entries: readonly JournalEntry[]): Date | undefined {
  const updates = entries.filter(({ what }) => what === "up" || what === "up ended");
  const ends = updates.findLastIndex(({ what }) => what === "up ended");
  const first = updates.slice(ends + 1).find(({ evidence }) => hostOf(evidence) === hostname());
  return first && new Date(first.at);
}

/** True where another update has the stack. */
export function isLocked(error: unknown): boolean {
  return error instanceof StackLocked || (error instanceof EngineFault && error.kind === "locked");
}

function hostOf(evidence: unknown): unknown {
  return typeof evidence === "object" && evidence !== null ? Reflect.get(evidence, "host") : undefined;
}
