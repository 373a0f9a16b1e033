import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import type { Store } from "./arm/store/store";
import { type Clock, systemClock } from "./clock";
import type { BatchEngine } from "./batch/contract";
import { createBatchEngine } from "./batch/engine";
import { AzuriteBlobStore } from "./blobs/azurite-blob-store";
import { installedAzurite } from "./blobs/azurite-install";
import { azuriteGone } from "./blobs/azurite-lock";
import { startAzurite, type Accounts, type AzuriteProcess } from "./blobs/azurite-process";
import { BlobPort } from "./blobs/blob-port";
import type { BlobStore } from "./blobs/blob-store";
import { collectedBlobs } from "./collection/collected-blobs";
import type { CollectionEvent } from "./collection/contract";
import { homeFolder } from "./home";
import type { ServingRuntime } from "./serving/contract";
import { startFrontEnd, type FrontEnd, type FrontEndOptions } from "./serving/front-end";
import { createServingRuntime } from "./serving/runtime";
import type { EmulatorOptions } from "./start";
import { certificatesIn, type Certificates } from "./tls/certificates";

/** Milliseconds that an operation takes beyond its work, so that clients meet its states as they do in the service. */
const operationTime = 150;

/** Milliseconds that collected records wait to be written together. */
const collectionFlush = 1000;

/** What runs deployments, with the door that scoring requests come through. */
export interface ServingPart {
  runtime: ServingRuntime;
  open(options: Omit<FrontEndOptions, "runtime" | "random">): Promise<FrontEnd>;
}

/** What deployments find around them. */
export interface ServingSurroundings {
  /** Where collected data goes. */
  blobs: BlobStore;
  now: () => Date;
  onCollected: (event: CollectionEvent) => void;
}

/** What a local Azure ML is put together from. Tests put fakes in. */
export interface Parts {
  clock: Clock;
  /** Waits until nothing of an earlier emulator writes to the folder any more. */
  folderFree(): Promise<void>;
  /** Blobs on a port, with accounts and keys in the store. Need not be up when the promise settles. */
  blobs(store: Store, port: number): Promise<BlobStore>;
  serving(around: ServingSurroundings): ServingPart;
  /** What runs batch jobs. */
  batch(): BatchEngine;
  /** What the TLS server shows. */
  certificates(): Promise<Certificates>;
  /** Waits before an operation does its work. May reject with DeploymentFailure. */
  pace(operation: { action: string; target: string }): Promise<void>;
}

/** The real parts: Azurite, and inference servers behind a front end. */
export function realParts({ folder, onProgress }: Pick<EmulatorOptions, "folder" | "onProgress">): Parts {
  const log = onProgress ?? ((): void => undefined);
  const location = join(folder, "blobs");
  return {
    clock: systemClock,
    folderFree: () => azuriteGone(location),
    blobs: async (store, givenPort) => {
      const installed = await installedAzurite(homeFolder(), log);
      const port = await BlobPort.open(givenPort);
      const start = (accounts: Accounts): AzuriteProcess => startAzurite({ installed, location, port, log }, accounts);
      return new AzuriteBlobStore({ store, port, start, log });
    },
    serving: ({ blobs, now, onCollected }) => {
      const collectors = {
        ...{ blobs: collectedBlobs(blobs), now, onEvent: onCollected },
        ...{ random: Math.random, flushMs: collectionFlush },
      };
      const runtime = createServingRuntime({
        ...{ folder: join(folder, "serving"), pythonHome: homeFolder() },
        ...{ log, collectors },
      });
      return {
        runtime,
        open: (options) => startFrontEnd({ ...options, runtime }),
      };
    },
    batch: () => createBatchEngine({ folder: join(folder, "batch"), pythonHome: homeFolder() }),
    certificates: () => certificatesIn(folder),
    pace: () => sleep(operationTime),
  };
}
