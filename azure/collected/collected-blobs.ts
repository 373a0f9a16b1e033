import { z } from "zod";
import type { ArmClient } from "../arm-client";
import { type ContainerClient, openContainer } from "../blob-container";
import { type Datastore, openDatastore } from "../datastore";

/** A file, and how long it is. */
export interface BlobFile {
  name: string;
  bytes: number;
}

const workspaceAnswer = z.looseObject({ properties: z.looseObject({ storageAccount: z.string().nullish() }) });
const keysAnswer = z.looseObject({ keys: z.array(z.looseObject({ value: z.string() })) });

/** Version of the API of storage accounts. */
const STORAGE_VERSION = "2024-01-01";

/** Container of the older layout. */
const MODEL_DATA = "modeldata";

/** The containers of a workspace that collected data lies in: those of datastores, and `modeldata` beside the default one. */
export class CollectedBlobs {
  private readonly containers = new Map<string, Promise<ContainerClient | undefined>>();

  constructor(
    private readonly arm: ArmClient,
    private readonly workspaceId: string,
  ) {}

  /** The container of a datastore, of the older layout where none is named; undefined where the datastore is gone. */
  container(datastore: string | undefined): Promise<ContainerClient | undefined> {
    const key = datastore ?? MODEL_DATA;
    const opened = this.containers.get(key) ?? this.open(datastore);
    this.containers.set(key, opened);
    return opened;
  }

  /** The files whose names begin with `prefix`, by name; none where the container is not there. */
  async list(datastore: string | undefined, prefix: string): Promise<BlobFile[]> {
    const container = await this.container(datastore);
    const files: BlobFile[] = [];
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

  /** Bytes of a file from `from` to the length that it was listed with. */
  async read(datastore: string | undefined, { name, bytes }: BlobFile, from: number): Promise<Buffer> {
    const container = await this.container(datastore);
    if (container === undefined || bytes <= from) return Buffer.alloc(0);
    return container.getBlobClient(name).downloadToBuffer(from, bytes - from);
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

function statusOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, "statusCode") : undefined;
}
