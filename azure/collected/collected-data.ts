import { setTimeout as sleep } from "node:timers/promises";
import type { ArmClient } from "../arm-client";
import { downloadBelow } from "../blob-download";
import { type BlobFile, CollectedBlobs } from "./collected-blobs";
import type { CollectionFilter, CollectionPlace } from "./collection-place";
import { CollectionPlaces } from "./collection-places";
import { type CollectedRecord, type RecordReader, recordReader } from "./record-reader";

/** A collection, and how much there is of it. */
export interface Collection extends CollectionPlace {
  files: number;
  bytes: number;
  /** Records in all files; only where they were counted, for which every file is read. */
  records?: number;
}

/** A record, and where it was collected. */
export interface FoundRecord {
  endpoint: string;
  deployment: string;
  collection: string;
  /** Path of the file in its container. */
  file: string;
  record: CollectedRecord;
}

/** What hears of records that are followed. */
export interface FollowListener {
  /** Called once, with those that were there. */
  onLast(records: readonly FoundRecord[]): void;
  /** Called with each that comes, once. */
  onRecord(record: FoundRecord): void;
}

/** How far each file was read, and what goes on there. */
type Seen = Map<string, { bytes: number; reader: RecordReader }>;

/** Milliseconds between two looks at files that are followed. */
const LOOK = 5_000;
const LOCAL_LOOK = 250;

/** The collected data of a workspace's online deployments. */
export class CollectedData {
  private readonly blobs: CollectedBlobs;
  private readonly places: CollectionPlaces;

  constructor(
    private readonly arm: ArmClient,
    workspaceId: string,
  ) {
    this.blobs = new CollectedBlobs(arm, workspaceId);
    this.places = new CollectionPlaces(arm, workspaceId, this.blobs);
  }

  /** The collections that there are, of deployments that are gone too, by name; with their files, and records where asked. */
  async list(filter: CollectionFilter = {}, detail: "files" | "records" = "files"): Promise<Collection[]> {
    const places = await this.places.find(filter);
    return Promise.all(
      places.map(async (place): Promise<Collection> => {
        const files = await this.files(place);
        const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
        const sizes = { ...place, files: files.length, bytes };
        if (detail === "files") return sizes;
        let records = 0;
        for (const file of files) {
          records += (await this.read(place, file, recordReader(place.layout, file.name))).length;
        }
        return { ...sizes, records };
      }),
    );
  }

  /** The last `count` records of the collections that are asked for, by time where they say it. */
  async last(filter: CollectionFilter, count: number): Promise<FoundRecord[]> {
    return this.look(filter, count, new Map());
  }

  /** Tells the last `count` records, then those that come; ends with the signal only. */
  async follow(filter: CollectionFilter, count: number, listener: FollowListener, signal: AbortSignal): Promise<void> {
    const seen: Seen = new Map();
    listener.onLast(await this.look(filter, count, seen));
    while (!signal.aborted) {
      await sleep(this.arm.cloud.local ? LOCAL_LOOK : LOOK, undefined, { signal }).catch(() => undefined);
      for (const place of signal.aborted ? [] : await this.places.find(filter)) {
        for (const file of await this.files(place)) {
          const before = seen.get(keyOf(place, file)) ?? { bytes: 0, reader: recordReader(place.layout, file.name) };
          if (file.bytes <= before.bytes) continue;
          seen.set(keyOf(place, file), { ...before, bytes: file.bytes });
          const records = await this.read(place, file, before.reader, before.bytes);
          for (const record of records) listener.onRecord(foundIn(place, file, record));
        }
      }
    }
  }

  /** Reads backwards until there are enough, and notes how far. Rows of CSV need their header, so such files are read anyway. */
  private async look(filter: CollectionFilter, count: number, seen: Seen): Promise<FoundRecord[]> {
    const found: FoundRecord[] = [];
    for (const place of await this.places.find(filter)) {
      let records: FoundRecord[] = [];
      for (const file of (await this.files(place)).reverse()) {
        const reader = recordReader(place.layout, file.name);
        seen.set(keyOf(place, file), { bytes: file.bytes, reader });
        if (records.length >= count && place.layout !== "csv") continue;
        const some = await this.read(place, file, reader);
        records = some.map((record) => foundIn(place, file, record)).concat(records);
      }
      found.push(...(count > 0 ? records.slice(-count) : []));
    }
    return count > 0 ? found.sort(byTime).slice(-count) : [];
  }

  /** Fetches the files of the collections that are asked for. Returns their paths below `folder`. */
  async download(filter: CollectionFilter, folder: string): Promise<string[]> {
    const all: string[] = [];
    for (const place of await this.places.find(filter)) {
      const container = await this.blobs.container(place.datastore);
      const below = [place.endpoint, place.deployment.replace(":", "/"), place.collection].join("/");
      if (container) {
        const files = await downloadBelow(container, place.folder.replace(/\/$/, ""), `${folder}/${below}`);
        all.push(...files.map((file) => `${below}/${file}`));
      }
    }
    return all;
  }

  private async files({ datastore, folder }: CollectionPlace): Promise<BlobFile[]> {
    return (await this.blobs.list(datastore, folder)).filter(({ name }) => /\.(jsonl|csv)$/.test(name));
  }

  private async read(
    { datastore }: CollectionPlace,
    file: BlobFile,
    reader: RecordReader,
    from = 0,
  ): Promise<CollectedRecord[]> {
    return reader.read(await this.blobs.read(datastore, file, from));
  }
}

function keyOf({ datastore }: CollectionPlace, { name }: BlobFile): string {
  return `${datastore ?? ""}/${name}`;
}

function foundIn(
  { endpoint, deployment, collection }: CollectionPlace,
  { name }: BlobFile,
  record: CollectedRecord,
): FoundRecord {
  return { endpoint, deployment, collection, file: name, record };
}

/** Records without a time stay where they are. */
function byTime(one: FoundRecord, other: FoundRecord): number {
  const [a, b] = [timeOf(one.record), timeOf(other.record)];
  return a === undefined || b === undefined ? 0 : a - b;
}

/** When a record was collected, in milliseconds since 1970; undefined where it does not say. */
export function timeOf(record: CollectedRecord): number | undefined {
  const time = record["time"] ?? record["$aml_dc_scoring_timestamp"];
  const parsed = typeof time === "string" ? Date.parse(/Z$|[+-]\d\d:\d\d$/.test(time) ? time : `${time}Z`) : NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}
