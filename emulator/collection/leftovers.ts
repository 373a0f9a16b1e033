import { readdirSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../error-message";
import type { GrowingBlobs } from "./contract";
import { Spool } from "./spool";
import { writeOut } from "./writer";

/** How a spool's file ends. */
export const SPOOL = ".spool";

/**
 * Writes what instances of an earlier emulator took in and could not write any more, one after the other. A spool that
 * can't be written stays for the next start.
 */
export async function writeLeftovers(folder: string, blobs: GrowingBlobs, log: (line: string) => void): Promise<void> {
  for (const path of spoolsIn(folder)) {
    const spool = new Spool(path);
    const { waiting } = spool;
    try {
      await writeOut(spool, blobs);
      if (waiting > 0) log(`Data collection wrote ${waiting} records of an instance that is gone`);
    } catch (error) {
      log(`Data collection keeps ${spool.waiting} records for the next start: ${messageOf(error)}`);
    } finally {
      spool.close();
    }
  }
}

function spoolsIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(SPOOL))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}
