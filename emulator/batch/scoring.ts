import { randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import { join } from "node:path";

import { messageOf } from "../error-message";
import { BatchJobFailure, type BatchJobSpec } from "./contract";
import type { JobLog } from "./job-log";
import type { MiniBatchEntry } from "./journal";
import type { MiniBatch } from "./mini-batches";
import type { StagedInput } from "./staged-input";
import { Seat, type Try } from "./worker/seat";
import type { WorkerProcess } from "./worker/worker-process";

/** What the mini batches of a job are run with. */
export interface ScoringPlan {
  spec: BatchJobSpec;
  pending: readonly MiniBatch[];
  input: StagedInput;
  /** Folder that the rows of each mini batch go to. */
  parts: string;
  log: JobLog;
  startWorker(name: string): WorkerProcess;
}

/**
 * Runs mini batches in as many workers as the job may have, each until it succeeds or has no tries left, and tells how
 * each ended. Rejects as soon as the job can't go on, or `ended` throws, or `signal` is aborted; no worker is left then.
 */
export async function scoreMiniBatches(
  plan: ScoringPlan,
  ended: (entry: MiniBatchEntry) => void,
  signal: AbortSignal,
): Promise<void> {
  const failed = new AbortController();
  const over = AbortSignal.any([signal, failed.signal]);
  // One for each worker, of which there may be many.
  setMaxListeners(0, over);
  const waiting = plan.pending.values();
  const work = workerNames(plan).map(async (name) => {
    const { timeoutSeconds } = plan.spec.retrySettings;
    const seat = new Seat(() => plan.startWorker(name), timeoutSeconds * 1000, over);
    try {
      for (const miniBatch of waiting) ended(await untilEnd(plan, seat, miniBatch, over));
    } catch (error) {
      failed.abort(error);
      throw error;
    } finally {
      await seat.close();
    }
  });
  await Promise.allSettled(work);
  over.throwIfAborted();
}

/** By instance and process, as the service numbers them; no more than there are mini batches. */
function workerNames({ spec: { instanceCount, maxConcurrencyPerInstance }, pending }: ScoringPlan): string[] {
  return Array.from({ length: Math.min(instanceCount * maxConcurrencyPerInstance, pending.length) }, (_, seat) => {
    const [node, process] = [seat % instanceCount, Math.floor(seat / instanceCount)];
    return `node${node}/process${String(process).padStart(3, "0")}`;
  });
}

async function untilEnd(
  plan: ScoringPlan,
  seat: Seat,
  miniBatch: MiniBatch,
  over: AbortSignal,
): Promise<MiniBatchEntry> {
  const tries = 1 + plan.spec.retrySettings.maxRetries;
  let timeouts = 0;
  let gaveUp = "";
  for (let attempt = 1; attempt <= tries; attempt++) {
    const part = plan.spec.outputAction === "AppendRow" ? `${miniBatch.index}.${randomBytes(4).toString("hex")}` : null;
    const result = await once(plan, seat, miniBatch, part, over);
    if ("returned" in result) return { miniBatch: miniBatch.index, part, ...result };
    gaveUp = result.failed;
    if (result.timedOut) timeouts++;
    plan.log.say(`Mini batch ${miniBatch.index} has failed in try ${attempt} of ${tries}: ${gaveUp}`);
  }
  if (timeouts === tries) {
    // Fails the job whatever the threshold: Microsoft Docs, "Troubleshooting batch endpoints", which has the words.
    throw new BatchJobFailure("UserError", `The run() function in the entry script had timeout for ${tries} times.`);
  }
  return { miniBatch: miniBatch.index, gaveUp };
}

async function once(
  { input, parts }: ScoringPlan,
  seat: Seat,
  miniBatch: MiniBatch,
  part: string | null,
  over: AbortSignal,
): Promise<Try> {
  try {
    const files = await stage(input, miniBatch, over);
    if ("failed" in files) return files;
    return await seat.run({ ...files, part: part === null ? null : join(parts, part) });
  } finally {
    await input.remove(miniBatch);
  }
}

async function stage(
  input: StagedInput,
  miniBatch: MiniBatch,
  over: AbortSignal,
): Promise<{ files: string[] } | { failed: string }> {
  over.throwIfAborted();
  try {
    return { files: await input.stage(miniBatch, over) };
  } catch (error) {
    over.throwIfAborted();
    return { failed: `Its files can't be fetched: ${messageOf(error)}` };
  }
}
