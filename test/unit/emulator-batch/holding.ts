import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import type { BatchJobSpec } from "../../../emulator/batch/contract";
import type { Batch } from "./jobs";

/** Tells each file's name; notes each call; at a file called `hold` it waits for its end, as long as there is a `held`. */
export const HOLDS = `
import os, time

def init(): pass

def run(mini_batch):
    names = [os.path.basename(path) for path in mini_batch]
    with open(os.path.join(os.environ["MARKS"], "calls"), "a") as file:
        file.write(" ".join(names) + "\\n")
    if "hold" in names and os.path.exists(os.path.join(os.environ["MARKS"], "held")):
        print("holding", flush=True)
        time.sleep(600)
    return [name for name in names if name != "missing"]
`;

/** Four files before the one that holds, four after it; two at a time. */
export const FILES = ["a", "b", "c", "d", "hold", "missing", "x", "y", "z"];

/** A job that comes as far as the third mini batch until it is released. */
export function holdingJob(batch: Batch, changes: Partial<BatchJobSpec> = {}): BatchJobSpec {
  const files = batch.named(Object.fromEntries(FILES.map((name) => [name, ""])));
  batch.write("held", "");
  return batch.spec(HOLDS, files, {
    errorThreshold: 1,
    retrySettings: { maxRetries: 0, timeoutSeconds: 600 },
    ...changes,
  });
}

export function release(batch: Batch): void {
  rmSync(join(batch.folder, "held"));
}

/** The mini batches in the order in which they were run, over all processes. */
export function calls(batch: Batch): string[] {
  const file = join(batch.folder, "calls");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}
