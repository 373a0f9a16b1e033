import { createHash } from "node:crypto";

import { BatchJobFailure, type BatchJobSpec } from "./contract";
import { checkRelative } from "./relative-path";

/** Files for one call of `run()`. */
export interface MiniBatch {
  /** From 0, in the order of the files. */
  index: number;
  files: readonly string[];
}

/** Splits files, in the order of their paths: the same ones give the same mini batches in every run. */
export function miniBatches(files: readonly string[], size: number): MiniBatch[] {
  if (!Number.isInteger(size) || size < 1) {
    throw new BatchJobFailure("UserError", `miniBatchSize: ${size} given; it is a number of files, 1 or more`);
  }
  for (const file of files) checkRelative("input file", file);
  const sorted = [...files].sort();
  return Array.from({ length: Math.ceil(sorted.length / size) }, (_, index) => ({
    index,
    files: sorted.slice(index * size, (index + 1) * size),
  }));
}

/** How many files a mini batch has. */
export function fileCount({ input, miniBatchSize }: BatchJobSpec, miniBatch: number): number {
  return Math.min(miniBatchSize, input.files.length - miniBatch * miniBatchSize);
}

/** Changes with whatever makes the mini batches of a job, or the place of its rows, others. */
export function planOf({ input, miniBatchSize, outputAction, outputFileName }: BatchJobSpec): string {
  return createHash("sha256")
    .update(JSON.stringify([miniBatchSize, outputAction, outputFileName, [...input.files].sort()]))
    .digest("hex");
}
