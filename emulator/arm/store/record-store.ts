import { RecordCollection, type Kept } from "./record-collection";
import type { Entry, Journal, Place } from "./journal";
import { NotWritten, type Collection, type Store, type Stored } from "./store";

/** A store that answers from memory and writes every change to a journal before it holds. */
export class RecordStore implements Store {
  private readonly collections = new Map<string, Kept>();
  /** What the journal has of collections that nobody has asked for yet. */
  private readonly found = new Map<string, Map<number, string>>();
  private inTransaction = false;
  private rewritten: (Place & { json: string })[] = [];

  constructor(private readonly journal: Journal) {
    for (const { collection, order, json } of journal.read()) {
      const records = this.found.get(collection) ?? new Map<number, string>();
      this.found.set(collection, records.set(order, json));
    }
  }

  collection<R extends Stored>(name: string): Collection<R> {
    if (this.collections.has(name)) throw new Error(`the collection '${name}' is in use already`);
    const collection = new RecordCollection<R>(name, this.found.get(name) ?? new Map<number, string>(), (change) =>
      this.transact(change),
    );
    this.found.delete(name);
    this.collections.set(name, collection);
    return collection;
  }

  transact<T>(change: () => T): T {
    if (this.inTransaction) return change();
    const collections = [...this.collections.values()];
    this.inTransaction = true;
    try {
      const result = change();
      const entries = [...collections.flatMap((collection) => collection.changes()), ...this.rewritten];
      if (entries.length > 0) this.write(entries);
      for (const { collection, order, json } of this.rewritten) this.found.get(collection)?.set(order, json);
      this.inTransaction = false;
      for (const tell of collections.map((collection) => collection.commit())) tell();
      return result;
    } catch (error) {
      if (this.inTransaction) for (const collection of collections) collection.rollBack();
      throw error;
    } finally {
      this.inTransaction = false;
      this.rewritten = [];
    }
  }

  deleteTree(id: string): void {
    this.transact(() => {
      for (const collection of this.collections.values()) collection.deleteTree(id);
    });
  }

  has(id: string): boolean {
    return [...this.collections.values()].some((collection) => collection.has(id));
  }

  /** Changes the JSON of every record, also of those that nobody has asked for yet; in one transaction. */
  rewrite(change: (json: string) => string): void {
    this.transact(() => {
      for (const collection of this.collections.values()) collection.rewrite(change);
      for (const [collection, records] of this.found) {
        for (const [order, json] of records) this.rewritten.push({ collection, order, json: change(json) });
      }
    });
  }

  private write(entries: readonly Entry[]): void {
    try {
      this.journal.write(entries);
    } catch (error) {
      throw new NotWritten(error);
    }
  }
}
