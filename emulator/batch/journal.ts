import { appendFileSync, closeSync, openSync, readFileSync, truncateSync, writeSync } from "node:fs";
import { z } from "zod";

import { JOB_STATUSES } from "./contract";

const HEAD = z.object({ job: z.string(), plan: z.string() });

const ENTRY = z.union([
  z.object({
    status: z.enum(JOB_STATUSES),
    at: z.string(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
  }),
  z.object({
    miniBatch: z.number(),
    /** Elements that `run()` returned. */
    returned: z.number(),
    /** File with the rows, and its length; null: nobody wants rows. */
    part: z.string().nullable(),
    bytes: z.number(),
  }),
  z.object({ miniBatch: z.number(), /** What the last try said. */ gaveUp: z.string() }),
]);

/** Which job a journal is of: its name, and what its mini batches were made from. */
export type JournalHead = z.infer<typeof HEAD>;

/** One thing that happened to a job. */
export type JournalEntry = z.infer<typeof ENTRY>;

/** How a mini batch ended. */
export type MiniBatchEntry = Extract<JournalEntry, { miniBatch: number }>;

/** A change of the job's status. */
export type StatusEntry = Extract<JournalEntry, { status: string }>;

/** What happened to a job, one line each, only ever appended to: what a process that was killed leaves can be read. */
export class Journal {
  private constructor(private readonly file: string) {}

  /** Throws where there is one already. */
  static create(file: string, head: JournalHead): Journal {
    const descriptor = openSync(file, "wx");
    writeSync(descriptor, `${JSON.stringify(head)}\n`);
    closeSync(descriptor);
    return new Journal(file);
  }

  /** Throws where it can't be read. A last line that was not finished did not happen. */
  static open(file: string): { journal: Journal; head: JournalHead; entries: JournalEntry[] } {
    const content = readFileSync(file);
    const end = content.lastIndexOf("\n") + 1;
    if (end < content.length) truncateSync(file, end);
    const [head = "", ...lines] = content.subarray(0, end).toString("utf8").split("\n").slice(0, -1);
    return {
      journal: new Journal(file),
      head: HEAD.parse(JSON.parse(head)),
      entries: lines.map((line) => ENTRY.parse(JSON.parse(line))),
    };
  }

  /** What is appended outlives this process once the call has returned. */
  append(entry: JournalEntry): void {
    appendFileSync(this.file, `${JSON.stringify(entry)}\n`);
  }
}
