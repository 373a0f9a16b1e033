import type { Change, Collection, Store, Stored } from "./store";

/** A store that lives as long as the process. */
export class MemoryStore implements Store {
  private readonly collections: Tree[] = [];

  collection<R extends Stored>(_name: string): Collection<R> {
    const collection = new MemoryCollection<R>();
    this.collections.push(collection);
    return collection;
  }

  transact<T>(change: () => T): T {
    return change();
  }

  deleteTree(id: string): void {
    for (const collection of this.collections) collection.deleteTree(id);
  }

  has(id: string): boolean {
    return this.collections.some((collection) => collection.has(id));
  }
}

/** What a store does to each of its collections, whatever they hold. */
interface Tree {
  deleteTree(id: string): void;
  has(id: string): boolean;
}

class MemoryCollection<R extends Stored> implements Collection<R>, Tree {
  private readonly records = new Map<string, R>();
  private readonly listeners: ((change: Change<R>) => void)[] = [];

  get(id: string): R | undefined {
    return this.records.get(key(id));
  }

  has(id: string): boolean {
    return this.records.has(key(id));
  }

  below(id: string): R[] {
    const prefix = `${key(id)}/`;
    return this.all().filter((record) => key(record.id).startsWith(prefix));
  }

  all(): R[] {
    return [...this.records.values()];
  }

  put(record: R): void {
    this.records.set(key(record.id), record);
    this.tell({ id: record.id, record });
  }

  delete(id: string): void {
    if (this.records.delete(key(id))) this.tell({ id });
  }

  deleteTree(id: string): void {
    for (const record of this.below(id)) this.delete(record.id);
    this.delete(id);
  }

  watch(listener: (change: Change<R>) => void): void {
    this.listeners.push(listener);
  }

  private tell(change: Change<R>): void {
    for (const listener of this.listeners) listener(change);
  }
}

function key(id: string): string {
  return id.toLowerCase().replace(/\/+$/, "");
}
