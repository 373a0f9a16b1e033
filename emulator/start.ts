import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { arm } from "./arm/arm";
import type { ArmContext } from "./arm/context";
import { requestLogFile } from "./arm/http/request-log";
import { refuseMalformed } from "./arm/http/refusal";
import { armServer, listen } from "./arm/http/server";
import { blobDirectory } from "./arm/machine-learning/blob-directory";
import { bringBackDeployments } from "./arm/machine-learning/deployment-run";
import { endpointDirectory } from "./arm/machine-learning/endpoint-directory";
import { recordsOf } from "./arm/records";
import { openState } from "./arm/store/state";
import { Turns } from "./arm/turns";
import { statusPath } from "./daemon-status";
import { dashboardRoutes } from "./dashboard/dashboard-routes";
import { faultLine } from "./dashboard/fault-line";
import { faultRoutes } from "./faults/fault-routes";
import { Faults, type FaultControl } from "./faults/faults";
import { FaultyOperations } from "./faults/faulty-operations";
import { tokenRoutes } from "./identity/token-routes";
import { discoveryRoutes } from "./local/discovery";
import { Metrics } from "./metrics/metrics";
import { prometheusRoutes } from "./metrics/prometheus";
import type { Parts } from "./parts";
import { portsOf } from "./ports";
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
  /** Faults on demand; none after a start. */
  readonly faults: FaultControl;
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
  const tell = (line: string): void => onProgress?.(line);
  const onDefect = (error: unknown): void =>
    tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const now = (): Date => new Date();
  const logRequest = requestLog === undefined ? undefined : requestLogFile(requestLog);
  const deploymentsFolder = join(folder, "deployments");
  await mkdir(deploymentsFolder, { recursive: true });

  const certificates = parts.certificates();
  certificates.catch(() => undefined); // awaited below
  const metrics = new Metrics(now);
  await parts.folderFree();
  const { store, tokenSecret, close } = openState(folder);
  stops.push(close);
  const ports = await portsOf(store, { arm: port, tls: 0, scoring: 0, blobs: 0 }, tell);
  const blobs = await parts.blobs(store, ports.blobs);
  stops.push(() => blobs.stop());
  const records = recordsOf(store);
  metrics.follow(records.endpoints);
  const { subscriptionId, tenantId, resourceGroup, workspace } = seeded;
  const serving = parts.serving();
  const faults = new Faults({ subscriptionId, records, runtime: serving.runtime });
  stops.push(async () => faults.clear());
  const operations = new FaultyOperations({ store, now, pace: (operation) => parts.pace(operation), onDefect }, faults);
  const turns = new Turns();
  stops.push(async () => {
    await operations.settled();
    await turns.close()();
  });
  stops.push(() => serving.runtime.stop());
  const directory = endpointDirectory(records.endpoints, { tokenSecret, now });
  const frontEnd = await serving.open(
    directory,
    (request) => metrics.record(request),
    ports.scoring,
    (endpoint, deployment) => faults.scoring(endpoint, deployment),
  );
  stops.push(() => frontEnd.close());

  const context: ArmContext = {
    ...{ subscriptionId, tenantId, store, records, operations, blobs, deploymentsFolder, tokenSecret, metrics, now },
    serving: serving.runtime,
    turns,
    scoringUrl: frontEnd.url,
  };
  const answer = arm(context);
  await seed(store, answer);
  bringBackDeployments(context, tell);
  operations.resume();
  stops.push(async () => {
    operations.halt();
    turns.close();
  });

  const server = armServer({
    answer: faults.around(answer),
    beside: [
      (app) => app.get(statusPath, () => status),
      faultRoutes(faults),
      discoveryRoutes,
      tokenRoutes({ tenantId, now }),
      prometheusRoutes(context),
      dashboardRoutes(context, () => faults.list().map(faultLine)),
    ],
    log: logRequest,
    onDefect,
  });
  stops.push(() => server.close());
  const armUrl = await listen(server, ports.arm);
  const tls = await startTlsServer(
    {
      certificates: await certificates,
      route: (request, response) => server.routing(request, response),
      blobs: blobProxy(blobDirectory(context)),
      malformed: refuseMalformed,
    },
    ports.tls,
  );
  stops.push(() => tls.close());
  const status: EmulatorStatus = {
    ...{ armUrl, tlsUrl: tls.url, caFile: (await certificates).caFile },
    ...{ scoringUrl: frontEnd.url, blobUrl: `http://${blobs.endpoint}` },
    ...{ subscriptionId, resourceGroup, workspace, pid: process.pid, requestLog: requestLog ?? null },
  };
  return { status, faults };
}
