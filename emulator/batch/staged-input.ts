import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { BatchJobSpec } from "./contract";
import type { MiniBatch } from "./mini-batches";

/** Files of one mini batch that are fetched at a time. */
const AT_ONCE = 8;

/** Where workers find the files of their mini batches: those from elsewhere are here only while they are worked on. */
export class StagedInput {
  constructor(
    private readonly input: BatchJobSpec["input"],
    private readonly folder: string,
  ) {}

  /** Local paths of the files, in their order. */
  async stage({ index, files }: MiniBatch, signal: AbortSignal): Promise<string[]> {
    const { input } = this;
    if ("folder" in input) return files.map((file) => join(input.folder, file));
    const targets = files.map((file) => join(this.folder, String(index), file));
    const waiting = files.entries();
    const fetchNext = async (): Promise<void> => {
      for (const [at, file] of waiting) {
        signal.throwIfAborted();
        const target = targets[at] ?? "";
        await mkdir(dirname(target), { recursive: true });
        await input.fetch(file, target, signal);
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, files.length) }, fetchNext));
    return targets;
  }

  /** Removes what was fetched for a mini batch. */
  async remove({ index }: MiniBatch): Promise<void> {
    if (!("folder" in this.input)) await rm(join(this.folder, String(index)), { recursive: true, force: true });
  }
}
