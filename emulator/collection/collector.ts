import { messageOf } from "../error-message";
import type { CollectedPlace, CollectionFailure, CollectorHost, DataCollection, ModelDataCollection } from "./contract";
import { customEvent, EMBEDDED_LIMIT, eventLine, needsBlob, type CollectedEvent } from "./event";
import { csvPlace, type CsvRows } from "./model-data";
import { rolledFolder } from "./rolled-path";
import { type Entry, Spool } from "./spool";
import { writeOut } from "./writer";

/** The instance whose data is collected. */
export interface Collected {
  endpoint: string;
  deployment: string;
  instance: string;
  collection: DataCollection | undefined;
  modelData: ModelDataCollection | undefined;
  /** File of what is not written yet. */
  spool: string;
  /** Told of losses, for people. */
  log: (line: string) => void;
}

/** What becomes of a record: taken in, or not, and why. */
export type Taken = "taken" | { failure: CollectionFailure; message: string };

/** What an instance collects, from its arrival to its blob. What it has taken in outlives it, in its spool. */
export class Collector {
  private spool: Spool;
  private closed = false;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  /** Ids of records that were taken in lately: a client that heard no answer may think that one was lost. */
  private readonly known = new Set<string>();

  constructor(
    private readonly collected: Collected,
    private readonly host: CollectorHost,
  ) {
    this.spool = new Spool(collected.spool);
    if (this.spool.waiting > 0) this.later();
  }

  /** Takes in what a script's `Collector` posts. */
  async custom(headers: Headers, body: Buffer): Promise<Taken> {
    const { collection } = this.collected;
    if (collection === undefined) return this.refuse("", "UnknownCollection", "data collection is off");
    const given = customEvent(headers, body, { source: collection.source, now: this.host.now() });
    if ("fault" in given) return this.refuse("", "BadRequest", given.fault);
    return this.event(given.collection, given.event);
  }

  /** Takes in rows of the older collector. */
  rows(rows: CsvRows): Taken {
    const { modelData } = this.collected;
    if (modelData === undefined)
      return this.refuse(rows.designation, "UnknownCollection", "modelDataCollection is off");
    const { place, head } = csvPlace(modelData, rows, this.host.now());
    return this.take(rows.designation, { place, text: rows.text, head }, rows.id);
  }

  /** Takes in an event of a collection that is on. */
  async event(name: string, event: CollectedEvent): Promise<Taken> {
    const collection = this.collected.collection?.collections[name];
    if (collection === undefined) return this.refuse(name, "UnknownCollection", `collection ${name} is not enabled`);
    const { rollingRate } = this.collected.collection ?? { rollingRate: "Hour" };
    const folder = `${collection.place.path}/${rolledFolder(rollingRate, this.host.now())}`;
    const at = (file: string): CollectedPlace => ({ ...collection.place, path: `${folder}/${file}` });
    const line = eventLine(event);
    const place = at(`${this.collected.instance}.jsonl`);
    if (!needsBlob(event.body) && Buffer.byteLength(line) <= EMBEDDED_LIMIT) {
      return this.take(name, { place, text: line }, event.id);
    }
    try {
      const url = await this.host.blobs.put(at(event.id), event.body);
      return this.take(name, { place, text: eventLine(event, url) }, event.id);
    } catch (error) {
      return this.refuse(name, "StorageUnavailable", messageOf(error));
    }
  }

  /** A client says that it could not send a record; it is lost unless it arrived all the same. */
  notSent(name: string, id: string, why: string): void {
    if (!this.known.has(id)) this.refuse(name, "NotSent", `record ${id}: ${why}`);
  }

  /** Something was lost before it got here. */
  lost(name: string, failure: CollectionFailure, message: string): void {
    this.refuse(name, failure, message);
  }

  /** Writes what waits; settles when it is written, or can't be. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  /** Goes on with nothing but what the spool has, as after a crash. */
  async restart(): Promise<void> {
    await this.writing;
    this.spool.close();
    this.spool = new Spool(this.collected.spool);
    if (this.spool.waiting > 0) this.later();
  }

  /** Writes what waits and ends. What can't be written stays in the spool, for who comes next. */
  async close(): Promise<void> {
    await this.flush();
    this.closed = true;
    clearTimeout(this.timer);
    this.spool.close();
  }

  private take(name: string, entry: Entry, id?: string): Taken {
    if (this.closed) return this.refuse(name, "NotSent", "the instance has ended");
    try {
      if (!this.spool.add(entry)) return this.refuse(name, "SpoolFull", "too much waits to be written");
    } catch (error) {
      return this.refuse(name, "SpoolFull", messageOf(error));
    }
    if (id !== undefined) this.remember(id);
    this.tell(name);
    this.later();
    return "taken";
  }

  private refuse(name: string, failure: CollectionFailure, message: string): Taken {
    this.tell(name, failure);
    this.collected.log(`Data collection lost a record${name === "" ? "" : ` of ${name}`}: ${failure}: ${message}`);
    return { failure, message };
  }

  private async write(): Promise<void> {
    try {
      await writeOut(this.spool, this.host.blobs);
    } catch (error) {
      const [first] = this.spool.next(1);
      this.tell(first?.place.path ?? "", "StorageUnavailable");
      this.collected.log(`Data collection can't write, and tries again: ${messageOf(error)}`);
      this.later();
    }
  }

  private later(): void {
    this.timer ??= setTimeout(() => void this.flush(), this.host.flushMs).unref();
  }

  private remember(id: string): void {
    this.known.add(id);
    const [oldest] = this.known;
    if (this.known.size > REMEMBERED && oldest !== undefined) this.known.delete(oldest);
  }

  private tell(type: string, reason?: CollectionFailure): void {
    const { endpoint, deployment, instance } = this.collected;
    this.host.onEvent({ endpoint, deployment, instance, type, ...(reason === undefined ? {} : { reason }) });
  }
}

type Headers = Parameters<typeof customEvent>[0];

/** Ids that are remembered; a client tells a failure right after its request. */
const REMEMBERED = 5_000;
