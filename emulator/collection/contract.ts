/** How often collected data goes on in a new file. */
export type RollingRate = "Year" | "Month" | "Day" | "Hour" | "Minute";

/** A folder, or a blob, of a container. */
export interface CollectedPlace {
  account: string;
  container: string;
  path: string;
}

/** What a deployment collects; all of it is switched on. */
export interface DataCollection {
  /** ARM id of the deployment, which events name as their source. */
  source: string;
  /** By name in lower case. `samplingRate` is a share from 0 to 1. */
  collections: Readonly<Record<string, { samplingRate: number; place: CollectedPlace }>>;
  rollingRate: RollingRate;
  /** Headers that payload events repeat. */
  captureHeaders: readonly string[];
}

/** What scripts with the older collector write: `data.csv` files below `place`. */
export interface ModelDataCollection {
  place: CollectedPlace;
  subscriptionId: string;
  resourceGroupName: string;
  workspaceName: string;
}

/** The blobs that only grow, of every account. Rejects where the blob service can't be asked. */
export interface GrowingBlobs {
  /** Bytes of a blob; 0 where there is none. */
  length(place: CollectedPlace): Promise<number>;
  /** Appends where the blob has `at` bytes, and makes it with the first ones; false where it has more or fewer. */
  append(place: CollectedPlace, text: string, at: number): Promise<boolean>;
  /** Writes a whole blob. Returns its URL. */
  put(place: CollectedPlace, content: Buffer): Promise<string>;
  /** Lets whoever writes to a blob do so alone. */
  inTurn<T>(place: CollectedPlace, work: () => Promise<T>): Promise<T>;
}

/** One thing that befell collected data of an instance. */
export interface CollectionEvent {
  endpoint: string;
  deployment: string;
  instance: string;
  /** The collection. */
  type: string;
  /** Why it went wrong; absent for what was taken in. */
  reason?: CollectionFailure;
}

/** Why collected data was refused, lost, or not written yet. */
export type CollectionFailure =
  "BadRequest" | "UnknownCollection" | "SpoolFull" | "TooLarge" | "NotSent" | "StorageUnavailable";

/** What collectors need of the emulator around them. */
export interface CollectorHost {
  blobs: GrowingBlobs;
  now(): Date;
  /** A number from 0 up to but not including 1, for sampling. */
  random(): number;
  /** Told of all that is collected and all that fails. */
  onEvent(event: CollectionEvent): void;
  /** Milliseconds that records may wait to be written together. */
  flushMs: number;
}
