import { mkdirSync } from "node:fs";
import { TOKEN_LIFETIME } from "./arm/machine-learning/aml-tokens";
import { requestLogFile } from "./arm/http/request-log";
import { startControlPlane } from "./control-plane";
import { openDoors } from "./doors";
import type { FaultControl } from "./faults/faults";
import { lockFolder } from "./folder-lock";
import type { Parts } from "./parts";
import { seeded } from "./seed";
import type { EmulatorStatus } from "./status";
import { Stops } from "./stops";

/** How a local Azure ML is started. */
export interface EmulatorOptions {
  /** Folder of its state. */
  folder: string;
  /** File that gets each ARM request as a JSON line, secrets masked. Default: none. */
  requestLog?: string;
  /** Port of the control plane on 127.0.0.1. Default: 0, any free one. */
  port?: number;
  /** Seconds that Azure ML tokens for scoring are good, for trying out what clients do when they expire. Default: 3600. */
  tokenLifetime?: number;
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
  const stops = new Stops();
  try {
    return { ...(await assemble(options, parts, stops)), stop: () => stops.run() };
  } catch (error) {
    await stops.run();
    throw error;
  }
}

async function assemble(
  { folder, requestLog, port = 0, tokenLifetime = TOKEN_LIFETIME, onProgress }: EmulatorOptions,
  parts: Parts,
  stops: Stops,
): Promise<Omit<Emulator, "stop">> {
  const tell = (line: string): void => onProgress?.(line);
  const onDefect = (error: unknown): void =>
    tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(folder);
  stops.push(async () => unlock());
  const log = requestLog === undefined ? undefined : requestLogFile(requestLog);
  const certificates = parts.certificates();
  certificates.catch(() => undefined); // awaited below

  const controlPlane = await startControlPlane({ folder, port, tokenLifetime, tell, onDefect }, parts, stops);
  const { armUrl, tlsUrl } = await openDoors(
    controlPlane,
    { certificates, log, onDefect, status: () => status },
    stops,
  );
  const { subscriptionId, resourceGroup, workspace } = seeded;
  const { blobs, scoringUrl } = controlPlane.context;
  const status: EmulatorStatus = {
    ...{ armUrl, tlsUrl, caFile: (await certificates).caFile, scoringUrl, blobUrl: `http://${blobs.endpoint}` },
    ...{ subscriptionId, resourceGroup, workspace, pid: process.pid, requestLog: requestLog ?? null, tokenLifetime },
  };
  return { status, faults: controlPlane.faults };
}
