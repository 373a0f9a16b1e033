import { randomBytes } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { arm } from "./arm/arm";
import type { ArmContext } from "./arm/context";
import { requestLogFile } from "./arm/http/request-log";
import { armServer, listen } from "./arm/http/server";
import { endpointDirectory } from "./arm/machine-learning/endpoint-directory";
import { Operations } from "./arm/operations/operations";
import { recordsOf } from "./arm/records";
import { MemoryStore } from "./arm/store/memory-store";
import { statusPath } from "./daemon-status";
import type { Parts } from "./parts";
import { seed, seeded } from "./seed";
import type { EmulatorStatus } from "./status";

/** How a local Azure ML is started. */
export interface EmulatorOptions {
  /** Folder of its state. */
  folder: string;
  /** File that gets each ARM request as a JSON line, secrets masked. Default: none. */
  requestLog?: string;
  /** Port of the control plane on 127.0.0.1. Default: 0, any free one. */
  port?: number;
  /** Gets lines for people: what is being installed, what goes wrong. */
  onProgress?: (line: string) => void;
}

/** A running local Azure ML. */
export interface Emulator {
  readonly status: EmulatorStatus;
  /** Base URL of the scoring front end; an endpoint's scoring URI is `{scoringUrl}/{endpoint}/score`. */
  readonly scoringUrl: string;
  /** Base URL of the blob store. */
  readonly blobUrl: string;
  /** Stops everything that it runs; settles when all of it is gone. */
  stop(): Promise<void>;
}

/** Starts a local Azure ML in this process. Its child processes end with it, whatever way it ends. */
export async function start(options: EmulatorOptions, parts: Parts): Promise<Emulator> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (let next = stops.pop(); next !== undefined; next = stops.pop()) await next();
  };
  try {
    return { ...(await assemble(options, parts, stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assemble(
  { folder, requestLog, port = 0, onProgress }: EmulatorOptions,
  parts: Parts,
  stops: (() => Promise<unknown>)[],
): Promise<Omit<Emulator, "stop">> {
  const onDefect = (error: unknown): void =>
    onProgress?.(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const now = (): Date => new Date();
  const logRequest = requestLog === undefined ? undefined : requestLogFile(requestLog);
  const deploymentsFolder = join(folder, "deployments");
  await rm(deploymentsFolder, { recursive: true, force: true });
  await mkdir(deploymentsFolder, { recursive: true });

  const blobs = await parts.blobs();
  stops.push(() => blobs.stop());
  const store = new MemoryStore();
  const records = recordsOf(store);
  const operations = new Operations(now, parts.pace, onDefect);
  stops.push(() => operations.settled());
  const serving = parts.serving();
  stops.push(() => serving.runtime.stop());
  const tokenSecret = randomBytes(32);
  const frontEnd = await serving.open(endpointDirectory(records.endpoints, { tokenSecret, now }));
  stops.push(() => frontEnd.close());

  const { subscriptionId, tenantId, resourceGroup, workspace } = seeded;
  const context: ArmContext = {
    ...{ subscriptionId, tenantId, store, records, operations, blobs, deploymentsFolder, tokenSecret, now },
    serving: serving.runtime,
    scoringUrl: frontEnd.url,
  };
  const answer = arm(context);
  await seed(answer);

  const open = new Map<string, (origin: string) => unknown>([
    [statusPath, () => status],
    ["/discovery", (origin) => ({ api: origin })],
  ]);
  const server = armServer({ answer, open, log: logRequest, onDefect });
  stops.push(() => server.close());
  const status: EmulatorStatus = {
    armUrl: await listen(server, port),
    ...{ tlsUrl: null, caFile: null, subscriptionId, resourceGroup, workspace, pid: process.pid },
    requestLog: requestLog ?? null,
  };
  return { status, scoringUrl: frontEnd.url, blobUrl: `http://${blobs.endpoint}` };
}
