import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { alive } from "./daemon-status";

/** This life of this process, which another process with its number does not know. */
const life = randomUUID();

/** Attempts, each lost only where another process took or gave back the lock in the same moment. */
const ATTEMPTS = 10;

/** A folder that belongs to another running process. */
export class FolderInUse extends Error {
  override readonly name = "FolderInUse";
}

/**
 * Makes this process, and one emulator in it, the owner of a folder. Throws `FolderInUse` where it has a living one. The
 * lock of a process that was killed does not count, also where its number belongs to another by now. Returns what gives
 * the lock back.
 */
export function lockFolder(folder: string): () => void {
  const lock = lockOf(folder);
  const mine = `${lock}.${process.pid}.${randomUUID()}`;
  writeFileSync(mine, `${process.pid} ${startOf(process.pid) ?? "-"} ${life}`);
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (succeeds(() => linkSync(mine, lock))) return () => rmSync(lock, { force: true });
      const held = textOf(lock);
      if (held !== undefined && ownerIn(held) !== undefined) break;
      if (held !== undefined) removeStale(lock, held);
    }
    const owner = lockOwner(folder);
    throw new FolderInUse(
      `process ${owner ?? "?"} has a local Azure ML in ${folder}, or is starting or stopping one; ` +
        "stop it first, or give this one a folder (--name) of its own",
    );
  } finally {
    rmSync(mine, { force: true });
  }
}

/** The living process that owns a folder. */
export function lockOwner(folder: string): number | undefined {
  const held = textOf(lockOf(folder));
  return held === undefined ? undefined : ownerIn(held);
}

function lockOf(folder: string): string {
  return join(folder, "lock");
}

/** Takes a lock away that nobody holds; what another process has put there meanwhile goes back. */
function removeStale(lock: string, stale: string): void {
  const aside = `${lock}.${process.pid}.${randomUUID()}`;
  if (!succeeds(() => renameSync(lock, aside))) return;
  if (textOf(aside) !== stale) succeeds(() => linkSync(aside, lock));
  rmSync(aside, { force: true });
}

function ownerIn(held: string): number | undefined {
  const [pid, start, itsLife] = held.split(" ");
  const owner = Number(pid);
  if (!(owner > 0)) return undefined;
  if (owner === process.pid) return itsLife === life ? owner : undefined;
  if (!alive(owner)) return undefined;
  // Numbers of processes are given again, in containers soon.
  const startNow = startOf(owner);
  return startNow === undefined || start === "-" || start === startNow ? owner : undefined;
}

/** When a process began, in ticks since the machine's start, where the system tells (Linux). */
function startOf(pid: number): string | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  // The name, in brackets, may hold anything; the start is the 20th field after it.
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function succeeds(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
