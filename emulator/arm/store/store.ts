/** A record of the store: plain JSON data with the ARM id that it lies under. Never changed in place. */
import { messageOf } from "../../error-message";
export interface Stored {
  readonly id: string;
}

/** What happened to a record; without `record` it is gone. */
export interface Change<R extends Stored> {
  id: string;
  record?: R;
}

/** The records of one kind. Ids are compared without regard to case. */
export interface Collection<R extends Stored> {
  get(id: string): R | undefined;
  /** The records that lie anywhere below an id, oldest first. */
  below(id: string): R[];
  /** Every record, oldest first. */
  all(): R[];
  put(record: R): void;
  delete(id: string): void;
  /** Calls `listener` for each change from now on, once it holds. */
  watch(listener: (change: Change<R>) => void): void;
}

/**
 * Everything the local Azure ML knows. What `transact` runs is one unit: it has no `await`, so nothing comes between, and
 * its changes hold all or none, on disk too. A change outside of it is a unit of its own.
 */
export interface Store {
  /** The collection called `name`. */
  collection<R extends Stored>(name: string): Collection<R>;
  /**
   * Inside of another `transact` it is part of that. Takes its changes back where `change` throws, and where they can't
   * be written: NotWritten.
   */
  transact<T>(change: () => T): T;
  /** Deletes a record of any kind and everything below it. */
  deleteTree(id: string): void;
  /** True where any kind has a record with this id. */
  has(id: string): boolean;
}

/** The disk did not take a change, which has not been made then. */
export class NotWritten extends Error {
  override readonly name = "NotWritten";
  constructor(cause: unknown) {
    const reason = messageOf(cause);
    super(`The local Azure ML can't write its state: ${reason}. Nothing was changed; make room and try again.`, {
      cause,
    });
  }
}
