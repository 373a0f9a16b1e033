import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { z } from "zod";
import type { CollectedPlace } from "./contract";

/** Text that is to be appended to a blob. */
export interface Entry {
  place: CollectedPlace;
  text: string;
  /** First line of the blob, where it has none yet. */
  head?: string;
}

/** A run of entries on its way to one blob: how many, and how long the blob was before. */
export interface Sending {
  place: CollectedPlace;
  at: number;
  count: number;
}

const place = z.object({ account: z.string(), container: z.string(), path: z.string() });
const line = z.union([
  z.object({ entry: z.object({ place, text: z.string(), head: z.string().optional() }) }),
  z.object({ sending: z.object({ place, at: z.number(), count: z.number() }) }),
  z.object({ sent: z.number() }),
]);

type Line = z.infer<typeof line>;

/** Bytes that may wait. */
const LIMIT = 64 * 1024 * 1024;

/**
 * What was taken in and is not in its blob yet, in a file: it outlives whoever took it in. An append that was under way
 * when its writer ended is remembered with the blob's length before, by which the next one can tell whether it arrived.
 */
export class Spool {
  private readonly file: number;
  private readonly entries: Entry[] = [];
  private bytes = 0;
  private doubtful: Sending | undefined;
  /** The last line may have no end: what follows it begins a new one. */
  private torn: boolean;

  constructor(private readonly path: string) {
    const left = existsSync(path) ? readFileSync(path, "utf8") : "";
    this.replay(left);
    this.file = openSync(path, "a");
    this.torn = left !== "" && !left.endsWith("\n");
  }

  get waiting(): number {
    return this.entries.length;
  }

  /** The append of which nobody knows whether it arrived. */
  get doubt(): Sending | undefined {
    return this.doubtful;
  }

  /** False where too much waits already, and then nothing was taken in. */
  add(entry: Entry): boolean {
    if (this.bytes + entry.text.length > LIMIT) return false;
    this.write({ entry });
    this.take(entry);
    return true;
  }

  /** The oldest entries that go to one blob, as many as `most` characters hold, and at least one. */
  next(most: number): Entry[] {
    const [first] = this.entries;
    if (first === undefined) return [];
    let length = 0;
    const run = this.entries.findIndex(({ place, text }, index) => {
      length += text.length;
      return index > 0 && (!samePlace(place, first.place) || length > most);
    });
    return this.entries.slice(0, run < 0 ? undefined : run);
  }

  sending(sending: Sending): void {
    this.write({ sending });
    this.doubtful = sending;
  }

  /** The first `count` entries are in their blob. */
  sent(count: number): void {
    this.write({ sent: count });
    this.forget(count);
    if (this.entries.length === 0) ftruncateSync(this.file);
  }

  /** Ends its use; the file stays where something waits. */
  close(): void {
    closeSync(this.file);
    if (this.entries.length === 0) rmSync(this.path, { force: true });
  }

  private replay(text: string): void {
    for (const one of text.split("\n")) {
      const told = readLine(one);
      if (told === undefined) continue;
      if ("entry" in told) this.take(told.entry);
      else if ("sending" in told) this.doubtful = told.sending;
      else this.forget(told.sent);
    }
  }

  private take(entry: Entry): void {
    this.entries.push(entry);
    this.bytes += entry.text.length;
  }

  private forget(count: number): void {
    for (const { text } of this.entries.splice(0, count)) this.bytes -= text.length;
    this.doubtful = undefined;
  }

  private write(told: Line): void {
    const begin = this.torn ? "\n" : "";
    // A full disk takes part of a line, or none.
    this.torn = true;
    writeSync(this.file, `${begin}${JSON.stringify(told)}\n`);
    this.torn = false;
  }
}

export function samePlace(one: CollectedPlace, other: CollectedPlace): boolean {
  return one.path === other.path && one.container === other.container && one.account === other.account;
}

/** The last line may be torn: whoever wrote it was told nothing yet. */
function readLine(text: string): Line | undefined {
  try {
    return line.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
