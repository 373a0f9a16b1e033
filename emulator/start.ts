import { randomBytes } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { arm } from "./arm/arm";
import type { ArmContext } from "./arm/context";
import { requestLogFile } from "./arm/http/request-log";
import { refuseMalformed } from "./arm/http/refusal";
import { armServer, listen } from "./arm/http/server";
import { blobDirectory } from "./arm/machine-learning/blob-directory";
import { endpointDirectory } from "./arm/machine-learning/endpoint-directory";
import { Operations } from "./arm/operations/operations";
import { recordsOf } from "./arm/records";
import { MemoryStore } from "./arm/store/memory-store";
import { statusPath } from "./daemon-status";
import { Faults } from "./faults/faults";
import { tokenRoutes } from "./identity/token-routes";
import { discoveryRoutes } from "./local/discovery";
import { Metrics } from "./metrics/metrics";
import type { Parts } from "./parts";
import { seed, seeded } from "./seed";
import type { EmulatorStatus } from "./status";
import { blobProxy } from "./tls/blob-proxy";
import { startTlsServer } from "./tls/tls-server";

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
    return { status: await assemble(options, parts, stops), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assemble(
  { folder, requestLog, port = 0, onProgress }: EmulatorOptions,
  parts: Parts,
  stops: (() => Promise<unknown>)[],
): Promise<EmulatorStatus> {
  const onDefect = (error: unknown): void =>
    onProgress?.(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const now = (): Date => new Date();
  const logRequest = requestLog === undefined ? undefined : requestLogFile(requestLog);
  const deploymentsFolder = join(folder, "deployments");
  await rm(deploymentsFolder, { recursive: true, force: true });
  await mkdir(deploymentsFolder, { recursive: true });

  const certificates = parts.certificates();
  certificates.catch(() => undefined); // awaited below
  const metrics = new Metrics(now);
  const faults = new Faults();
  const blobs = await parts.blobs();
  stops.push(() => blobs.stop());
  const store = new MemoryStore();
  const records = recordsOf(store);
  const operations = new Operations(now, parts.pace, onDefect);
  stops.push(() => operations.settled());
  const serving = parts.serving();
  stops.push(() => serving.runtime.stop());
  const tokenSecret = randomBytes(32);
  const directory = endpointDirectory(records.endpoints, { tokenSecret, now });
  const frontEnd = await serving.open(directory, (request) => metrics.record(request));
  stops.push(() => frontEnd.close());

  const { subscriptionId, tenantId, resourceGroup, workspace } = seeded;
  const context: ArmContext = {
    ...{ subscriptionId, tenantId, store, records, operations, blobs, deploymentsFolder, tokenSecret, now },
    serving: serving.runtime,
    scoringUrl: frontEnd.url,
  };
  const answer = arm(context);
  await seed(answer);

  const server = armServer({
    answer: faults.around(answer),
    beside: [(app) => app.get(statusPath, () => status), discoveryRoutes, tokenRoutes({ tenantId, now })],
    log: logRequest,
    onDefect,
  });
  stops.push(() => server.close());
  const armUrl = await listen(server, port);
  const tls = await startTlsServer(
    {
      certificates: await certificates,
      route: (request, response) => server.routing(request, response),
      blobs: blobProxy(blobDirectory(context)),
      malformed: refuseMalformed,
    },
    0,
  );
  stops.push(() => tls.close());
  const status: EmulatorStatus = {
    ...{ armUrl, tlsUrl: tls.url, caFile: (await certificates).caFile },
    ...{ scoringUrl: frontEnd.url, blobUrl: `http://${blobs.endpoint}` },
    ...{ subscriptionId, resourceGroup, workspace, pid: process.pid, requestLog: requestLog ?? null },
  };
  return status;
}
