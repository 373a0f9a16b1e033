import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import { AzuriteBlobStore } from "./blobs/azurite-blob-store";
import { installedAzurite } from "./blobs/azurite-install";
import { startAzurite } from "./blobs/azurite-process";
import type { BlobStore } from "./blobs/blob-store";
import { homeFolder } from "./home";
import type { EndpointDirectory, ServingRuntime } from "./serving/contract";
import { startFrontEnd } from "./serving/front-end";
import type { RequestObserver } from "./serving/front-end/request-record";
import { createServingRuntime } from "./serving/runtime";
import type { EmulatorOptions } from "./start";
import { certificatesIn, type Certificates } from "./tls/certificates";

/** Milliseconds that an operation takes beyond its work, so that clients meet its states as they do in the service. */
const operationTime = 150;

/** What runs deployments, with the door that scoring requests come through. */
export interface ServingPart {
  runtime: ServingRuntime;
  /** `onRequest` is told of every request that came in. */
  open(directory: EndpointDirectory, onRequest: RequestObserver): Promise<{ url: string; close(): Promise<void> }>;
}

/** What a local Azure ML is put together from. Tests put fakes in. */
export interface Parts {
  blobs(): Promise<BlobStore>;
  serving(): ServingPart;
  /** What the TLS server shows. */
  certificates(): Promise<Certificates>;
  /** Waits before an operation does its work. */
  pace: () => Promise<void>;
}

/** The real parts: Azurite, and inference servers behind a front end. */
export function realParts({ folder, onProgress }: Pick<EmulatorOptions, "folder" | "onProgress">): Parts {
  const log = onProgress ?? ((): void => undefined);
  return {
    blobs: async () => new AzuriteBlobStore(await startAzurite(await installedAzurite(homeFolder(), log), log)),
    serving: () => {
      const runtime = createServingRuntime({ folder: join(folder, "serving"), pythonHome: homeFolder(), log });
      return { runtime, open: (directory, onRequest) => startFrontEnd({ directory, runtime, onRequest }) };
    },
    certificates: () => certificatesIn(folder),
    pace: () => sleep(operationTime),
  };
}
