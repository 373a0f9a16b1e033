/** A record as it is kept: which collection it is in, and its place in the order in which they were made. */
export interface Place {
  collection: string;
  order: number;
}

/** A record as JSON, or that there is none any more at this place. */
export interface Entry extends Place {
  json: string | undefined;
}

/** Keeps the records of a store. */
export interface Journal {
  /** Everything that is kept, for each collection oldest first. */
  read(): Iterable<Place & { json: string }>;
  /** Writes all entries or, where it throws, none. */
  write(entries: readonly Entry[]): void;
}
