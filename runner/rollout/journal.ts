import { createHash } from "node:crypto";
import { mkdir, open, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { type Cursor, parseCursor } from "../../rollout/cursor";
import type { Written } from "../../rollout/time-spent";

/** What happened in a rollout, one line each. */
export interface JournalEntry {
  /** ISO 8601. */
  readonly at: string;
  /** Who did it: a user and a machine, or what CI says. */
  readonly by: string;
  readonly what: "decided" | "written" | "gave up" | "smoke" | "up" | "up ended";
  /** Why, in words. */
  readonly reason: string;
  /** What it rests on or what it made: cursor, weights, verdicts, answers of golden requests. */
  readonly evidence?: unknown;
}

/** A line as it is kept: each one holds the hash of the one before, so none can be changed or taken away unseen. */
const line = z.object({
  previous: z.string(),
  entry: z.object({
    at: z.string(),
    by: z.string(),
    what: z.enum(["decided", "written", "gave up", "smoke", "up", "up ended"]),
    reason: z.string(),
    evidence: z.unknown().optional(),
  }),
});

const FIRST = "0".repeat(64);

/** Somebody else has written to the journal since it was opened: this runner no longer drives the rollout. */
export class JournalMoved extends Error {
  override readonly name = "JournalMoved";
  constructor() {
    super("another runner drives this rollout: the journal is longer than it was left");
  }
}

/**
 * Where lines are kept, in order. What was appended is safe once `append` resolves. `at`: bytes that are there by what the
 * caller knows; it rejects with {@link JournalMoved} where that is not so. A runner writes down what it decided before it
 * carries that out, so one that was overtaken without knowing ends here and touches nothing.
 */
export interface JournalStore {
  read(): Promise<string>;
  /** Bytes that are there now. */
  length(): Promise<number>;
  append(text: string, at: number): Promise<void>;
}

/** The journal of one rollout, which is read in full once and then only grows. */
export class Journal {
  private constructor(
    private readonly store: JournalStore,
    private last: string,
    private length: number,
    readonly entries: JournalEntry[],
  ) {}

  /**
   * Opens a journal. A line that was cut off by a kill is left out, and what is appended next begins a new one.
   *
   * @throws Error where a line does not follow from the one before.
   */
  static async open(store: JournalStore): Promise<Journal> {
    const text = await store.read();
    let length = Buffer.byteLength(text);
    if (text !== "" && !text.endsWith("\n")) {
      await store.append("\n", length);
      length += 1;
    }
    let last = FIRST;
    const entries: JournalEntry[] = [];
    for (const [index, each] of text.split("\n").entries()) {
      const value = parsed(each);
      // Empty, or what a kill cut off: nothing follows from it. Were it a line that somebody spoilt, the next one would.
      if (value === undefined) continue;
      const read = line.safeParse(value);
      if (!read.success || read.data.previous !== last) {
        throw new Error(`journal: line ${index + 1} does not follow from the one before; it was changed`);
      }
      entries.push(read.data.entry);
      last = hashOf(each);
    }
    return new Journal(store, last, length, entries);
  }

  /** All cursors that were written, oldest first. */
  written(): Written[] {
    return this.entries.flatMap(({ what, at, evidence }) => {
      const cursor = what === "written" ? cursorIn(evidence) : undefined;
      return cursor ? [{ at: Date.parse(at) / 1000, cursor }] : [];
    });
  }

  /** The cursor that was written last. One of which nobody saw whether it came to be written does not count. */
  lastCursor(): Cursor | undefined {
    return this.written().at(-1)?.cursor;
  }

  /** False where somebody has appended since. */
  async isLast(): Promise<boolean> {
    return (await this.store.length()) === this.length;
  }

  /** Appends an entry, and resolves once it is safe. */
  async append(entry: JournalEntry): Promise<void> {
    const text = JSON.stringify({ previous: this.last, entry });
    await this.store.append(`${text}\n`, this.length);
    this.length += Buffer.byteLength(text) + 1;
    this.last = hashOf(text);
    this.entries.push(entry);
  }
}

function cursorIn(evidence: unknown): Cursor | undefined {
  const { data } = z.object({ cursor: z.string() }).safeParse(evidence);
  return data && parseCursor(data.cursor);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What is read of a file; `none` where there is no file. */
async function ifThere<T>(read: Promise<T>, none: T): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, "code") === "ENOENT") return none;
    throw error;
  }
}

/** A journal in a file. */
export function fileJournal(path: string): JournalStore {
  return {
    read: () => ifThere(readFile(path, "utf8"), ""),
    length: () =>
      ifThere(
        stat(path).then(({ size }) => size),
        0,
      ),
    async append(text, at) {
      await mkdir(dirname(path), { recursive: true });
      const file = await open(path, "a");
      try {
        if ((await file.stat()).size !== at) throw new JournalMoved();
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
    },
  };
}
