import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { alive } from "./daemon-status";

/**
 * Makes this process the one emulator of a folder. Throws where another living process is that. The lock of a process
 * that was killed does not count. Returns what gives the lock back.
 */
export function lockFolder(folder: string): () => void {
  const lock = join(folder, "lock");
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    // Two rounds: a stale lock is removed in the first.
    for (let round = 0; round < 2; round++) {
      if (linked(mine, lock)) return () => rmSync(lock, { force: true });
      const owner = Number(readFileSync(lock, "utf8"));
      if (owner !== process.pid && alive(owner)) break;
      rmSync(lock, { force: true });
    }
    throw new Error(`another process is starting or stopping the local Azure ML in ${folder}; try again in a moment`);
  } finally {
    rmSync(mine, { force: true });
  }
}

function linked(mine: string, lock: string): boolean {
  try {
    linkSync(mine, lock);
    return true;
  } catch {
    return false;
  }
}
