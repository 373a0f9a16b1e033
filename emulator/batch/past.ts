import { statSync } from "node:fs";
import { join } from "node:path";

import type { BatchJobView, StatusChange } from "./contract";
import { isFinal } from "./history";
import type { JournalEntry, MiniBatchEntry } from "./journal";

/** What a journal tells of a job. */
export interface Past {
  history: readonly StatusChange[];
  /** The mini batches that have ended, whichever process ran them. */
  ended: readonly MiniBatchEntry[];
  /** Present where the job has failed. */
  error?: BatchJobView["error"];
}

/** Of a job that goes on, a mini batch whose rows are not there as they were written has not ended. */
export function pastOf(entries: readonly JournalEntry[], parts: string): Past {
  const statuses = entries.filter((entry) => "status" in entry);
  const ended = entries.filter((entry) => "miniBatch" in entry);
  const over = statuses.some(({ status }) => isFinal(status));
  return {
    history: statuses.map(({ status, at }) => ({ status, at: new Date(at) })),
    ended: over ? ended : ended.filter((entry) => hasItsRows(entry, parts)),
    error: statuses.find(({ error }) => error !== undefined)?.error,
  };
}

function hasItsRows(entry: MiniBatchEntry, parts: string): boolean {
  if ("gaveUp" in entry || entry.part === null) return true;
  return statSync(join(parts, entry.part), { throwIfNoEntry: false })?.size === entry.bytes;
}
