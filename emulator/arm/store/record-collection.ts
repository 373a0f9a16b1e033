import type { Entry } from "./journal";
import { KeysBelow } from "./keys-below";
import { parsed } from "./record-json";
import type { Change, Collection, Stored } from "./store";

/** What a store does to each of its collections, whatever they hold. */
export interface Kept {
  has(id: string): boolean;
  deleteTree(id: string): void;
  /** Changes the JSON of every record. */
  rewrite(change: (json: string) => string): void;
  /** What has changed since the last commit. */
  changes(): Entry[];
  /** Makes the changes hold; returns what tells them to those who watch. */
  commit(): () => void;
  /** Takes the changes back. */
  rollBack(): void;
}

interface Held<R> {
  record: R;
  json: string;
  /** Grows with each record that is made, and stays with it. */
  order: number;
}

/** The records of a kind in memory, with what has changed since the last commit. */
export class RecordCollection<R extends Stored> implements Collection<R>, Kept {
  private readonly records = new Map<string, Held<R>>();
  private readonly keys = new KeysBelow();
  private readonly listeners: ((change: Change<R>) => void)[] = [];
  /** What was there before the transaction, for the ids that it has touched. */
  private readonly before = new Map<string, Held<R> | undefined>();
  private told: Change<R>[] = [];
  private last = 0;

  constructor(
    private readonly name: string,
    found: ReadonlyMap<number, string>,
    private readonly transact: (change: () => void) => void,
  ) {
    for (const [order, json] of found) {
      const record = parsed<R>(json);
      this.hold(key(record.id), { record, json, order });
      this.last = Math.max(this.last, order);
    }
  }

  get(id: string): R | undefined {
    return this.records.get(key(id))?.record;
  }

  has(id: string): boolean {
    return this.records.has(key(id));
  }

  below(id: string): R[] {
    const held = this.keys.below(key(id)).flatMap((each) => this.records.get(each) ?? []);
    return held.sort((a, b) => a.order - b.order).map(({ record }) => record);
  }

  all(): R[] {
    return [...this.records.values()].map(({ record }) => record);
  }

  put(record: R): void {
    const json = JSON.stringify(record);
    this.transact(() => this.set(key(record.id), json));
  }

  delete(id: string): void {
    this.transact(() => this.set(key(id), undefined));
  }

  deleteTree(id: string): void {
    for (const record of this.below(id)) this.delete(record.id);
    this.delete(id);
  }

  rewrite(change: (json: string) => string): void {
    for (const [id, { json }] of this.records) {
      const changed = change(json);
      if (changed !== json) this.set(id, changed);
    }
  }

  watch(listener: (change: Change<R>) => void): void {
    this.listeners.push(listener);
  }

  changes(): Entry[] {
    return [...this.before].flatMap(([id, before]) => {
      const now = this.records.get(id);
      const moved = before !== undefined && now?.order !== before.order;
      return [
        ...(moved ? [{ collection: this.name, order: before.order, json: undefined }] : []),
        ...(now ? [{ collection: this.name, order: now.order, json: now.json }] : []),
      ];
    });
  }

  commit(): () => void {
    const told = this.told;
    this.forget();
    return () => {
      for (const change of told) for (const listener of this.listeners) listener(change);
    };
  }

  rollBack(): void {
    if (this.before.size === 0) return;
    for (const [id, held] of this.before) this.hold(id, held);
    // One that was deleted goes back to its place.
    const kept = [...this.records].sort(([, a], [, b]) => a.order - b.order);
    this.records.clear();
    for (const [id, held] of kept) this.records.set(id, held);
    this.forget();
  }

  private set(id: string, json: string | undefined): void {
    const present = this.records.get(id);
    if (present === undefined && json === undefined) return;
    if (!this.before.has(id)) this.before.set(id, present);
    if (json === undefined) {
      this.hold(id, undefined);
      if (present) this.told.push({ id: present.record.id });
      return;
    }
    // What is read later is what is on disk, member for member: a copy, without those that are undefined.
    const record = parsed<R>(json);
    this.hold(id, { record, json, order: present?.order ?? ++this.last });
    this.told.push({ id: record.id, record });
  }

  private hold(id: string, held: Held<R> | undefined): void {
    if (held === undefined) {
      this.records.delete(id);
      this.keys.delete(id);
    } else {
      this.records.set(id, held);
      this.keys.add(id);
    }
  }

  private forget(): void {
    this.before.clear();
    this.told = [];
  }
}

function key(id: string): string {
  return id.toLowerCase().replace(/\/+$/, "");
}
