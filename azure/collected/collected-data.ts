import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { parseWorkspaceId } from "../../arm/ids";
import { COLLECTION_DATASTORE } from "../../arm/data-collection";
import type { ArmClient } from "../arm-client";
import { type ContainerClient, openContainer } from "../blob-container";
import { downloadBelow } from "../blob-download";
import { type Datastore, openDatastore } from "../datastore";
import { OnlineEndpoints } from "../online-endpoints";
import {
  type CollectionFilter,
  type CollectionPlace,
  COLLECTOR_FOLDER,
  isAsked,
  placeOfBlob,
  placeOfRows,
} from "./collection-place";
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

interface File {
  name: string;
  bytes: number;
}

const deploymentAnswer = z.looseObject({
  name: z.string(),
  properties: z.looseObject({
    dataCollector: z
      .looseObject({ collections: z.record(z.string(), z.looseObject({ dataId: z.string().nullish() })) })
      .nullish(),
  }),
});
const dataAnswer = z.looseObject({ properties: z.looseObject({ dataUri: z.string() }) });
const workspaceAnswer = z.looseObject({ properties: z.looseObject({ storageAccount: z.string().nullish() }) });
const keysAnswer = z.looseObject({ keys: z.array(z.looseObject({ value: z.string() })) });

/** Version of the API of storage accounts. */
const STORAGE_VERSION = "2024-01-01";

/** Container of the older layout. */
const MODEL_DATA = "modeldata";

/** Milliseconds between two looks at files that are followed. */
const LOOK = 5_000;
const LOCAL_LOOK = 250;

/** The collected data of a workspace's online deployments. */
export class CollectedData {
  private readonly containers = new Map<string, Promise<ContainerClient | undefined>>();

  constructor(
    private readonly arm: ArmClient,
    private readonly workspaceId: string,
  ) {}

  /** The collections that there are, of deployments that are gone too, by name; with their files, and records where asked. */
  async list(filter: CollectionFilter = {}, detail: "files" | "records" = "files"): Promise<Collection[]> {
    const places = await this.places(filter);
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
      for (const place of signal.aborted ? [] : await this.places(filter)) {
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
    for (const place of await this.places(filter)) {
      const records: FoundRecord[] = [];
      for (const file of (await this.files(place)).reverse()) {
        const reader = recordReader(place.layout, file.name);
        seen.set(keyOf(place, file), { bytes: file.bytes, reader });
        if (records.length >= count && place.layout !== "csv") continue;
        const some = await this.read(place, file, reader);
        records.unshift(...some.map((record) => foundIn(place, file, record)));
      }
      if (count > 0) found.push(...records.slice(-count));
    }
    return count > 0 ? found.sort(byTime).slice(-count) : [];
  }

  /** Fetches the files of the collections that are asked for. Returns their paths below `folder`. */
  async download(filter: CollectionFilter, folder: string): Promise<string[]> {
    const all: string[] = [];
    for (const place of await this.places(filter)) {
      const container = await this.container(place.datastore);
      const below = [place.endpoint, place.deployment.replace(":", "/"), place.collection].join("/");
      if (container) {
        const files = await downloadBelow(container, place.folder.replace(/\/$/, ""), `${folder}/${below}`);
        all.push(...files.map((file) => `${below}/${file}`));
      }
    }
    return all;
  }

  /** Where collections may be: as the deployments say it, and whatever lies in the default places. */
  private async places(filter: CollectionFilter): Promise<CollectionPlace[]> {
    const found = [...(await this.declared(filter)), ...(await this.lying()), ...(await this.older())];
    const byFolder = new Map(found.map((place) => [`${place.datastore}/${place.folder}`.toLowerCase(), place]));
    return [...byFolder.values()].filter((place) => isAsked(place, filter)).sort(byName);
  }

  private async declared({ endpoint }: CollectionFilter): Promise<CollectionPlace[]> {
    const endpoints = new OnlineEndpoints(this.workspaceId, this.arm);
    const names = (await endpoints.list()).map(({ name }) => name);
    const places: CollectionPlace[] = [];
    for (const name of names.filter((one) => endpoint === undefined || one.toLowerCase() === endpoint.toLowerCase())) {
      const deployments = await this.arm.list(
        `${this.workspaceId}/onlineEndpoints/${name}/deployments`,
        deploymentAnswer,
      );
      for (const { name: deployment, properties } of deployments) {
        for (const [collection, { dataId }] of Object.entries(properties.dataCollector?.collections ?? {})) {
          const data = dataId ? await this.arm.get(dataId, dataAnswer) : undefined;
          const [, datastore, path] = /\/datastores\/([^/]+)\/paths\/(.+)$/i.exec(data?.properties.dataUri ?? "") ?? [];
          if (datastore === undefined || path === undefined) continue;
          const folder = `${path.replace(/\/+$/, "")}/`;
          places.push({ layout: "json-lines", endpoint: name, deployment, collection, datastore, folder });
        }
      }
    }
    return places;
  }

  private async lying(): Promise<CollectionPlace[]> {
    const blobs = await this.blobs(COLLECTION_DATASTORE, COLLECTOR_FOLDER);
    return blobs.flatMap(({ name }) => placeOfBlob(name, COLLECTION_DATASTORE) ?? []);
  }

  private async older(): Promise<CollectionPlace[]> {
    const { subscriptionId, resourceGroupName, workspaceName } = parseWorkspaceId(this.workspaceId) ?? {};
    const blobs = await this.blobs(undefined, `${subscriptionId}/${resourceGroupName}/${workspaceName}/`);
    return blobs.flatMap(({ name }) => placeOfRows(name) ?? []);
  }

  private async files({ datastore, folder }: CollectionPlace): Promise<File[]> {
    return (await this.blobs(datastore, folder)).filter(({ name }) => /\.(jsonl|csv)$/.test(name));
  }

  private async blobs(datastore: string | undefined, prefix: string): Promise<File[]> {
    const container = await this.container(datastore);
    const files: File[] = [];
    try {
      for await (const { name, properties } of container?.listBlobsFlat({ prefix }) ?? []) {
        files.push({ name, bytes: properties.contentLength ?? 0 });
      }
    } catch (error) {
      // A container comes into being with its first blob.
      if (statusOf(error) !== 404) throw error;
    }
    return files.sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  private async read(place: CollectionPlace, file: File, reader: RecordReader, from = 0): Promise<CollectedRecord[]> {
    const container = await this.container(place.datastore);
    const count = file.bytes - from;
    if (container === undefined || count <= 0) return [];
    const bytes = await container.getBlobClient(file.name).downloadToBuffer(from, count);
    return reader.read(bytes);
  }

  private container(datastore: string | undefined): Promise<ContainerClient | undefined> {
    const key = datastore ?? MODEL_DATA;
    const opened = this.containers.get(key) ?? this.open(datastore);
    this.containers.set(key, opened);
    return opened;
  }

  private async open(name: string | undefined): Promise<ContainerClient | undefined> {
    const datastore = await openDatastore(this.arm, this.workspaceId, name);
    if (datastore === undefined) return undefined;
    return openContainer(name === undefined ? this.modelData(datastore) : datastore, this.arm.credential);
  }

  /** The older layout's container beside the default datastore's, which has no datastore and so no key of its own. */
  private modelData(datastore: Datastore): Datastore {
    return {
      ...datastore,
      containerUrl: datastore.containerUrl.replace(/[^/]+$/, MODEL_DATA),
      access: async () => {
        const workspace = await this.arm.get(this.workspaceId, workspaceAnswer);
        const account = workspace?.properties.storageAccount;
        if (!account) return "identity";
        const path = `${account}/listKeys?api-version=${STORAGE_VERSION}`;
        const { keys } = await this.arm.ask(path, keysAnswer);
        return keys[0] === undefined ? "identity" : { accountKey: keys[0].value };
      },
    };
  }
}

function keyOf({ datastore }: CollectionPlace, { name }: File): string {
  return `${datastore ?? ""}/${name}`;
}

function foundIn(
  { endpoint, deployment, collection }: CollectionPlace,
  { name }: File,
  record: CollectedRecord,
): FoundRecord {
  return { endpoint, deployment, collection, file: name, record };
}

function byName(one: CollectionPlace, other: CollectionPlace): number {
  const name = ({ endpoint, deployment, collection }: CollectionPlace): string =>
    `${endpoint}\n${deployment}\n${collection}`;
  return name(one).localeCompare(name(other));
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

function statusOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, "statusCode") : undefined;
}
