import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { alive, statusFile, statusOf } from "./daemon-status";
import { lockOwner } from "./folder-lock";
import { emulatorFolder } from "./home";
import { moduleBeside, nodeOptions } from "./node-program";
import type { EmulatorStatus } from "./status";

/** What a local Azure ML in the background is started with. */
export interface DaemonOptions {
  /** File that gets each ARM request as a JSON line. */
  requestLog?: string;
  /** Port of the control plane. Default: any free one. */
  port?: number;
  /** Seconds that Azure ML tokens for scoring are good. Default: 3600. */
  tokenLifetime?: number;
}

/** Milliseconds that a start waits for one that another command has begun; the first one may install the blob store. */
const PATIENCE = 120_000;

const program = moduleBeside(__filename, "daemon-program");

const message = z.union([
  z.object({ progress: z.string() }),
  z.object({ failure: z.string() }),
  z.object({ ready: z.literal(true) }),
]);

/**
 * Starts a local Azure ML in the background; settles when it answers. Where the one called `name` runs already, that is
 * it, unless it was started with other options.
 */
export async function startDaemon(
  name: string,
  given: DaemonOptions,
  onProgress: (line: string) => void,
): Promise<EmulatorStatus> {
  const options = { ...given, ...(given.requestLog === undefined ? {} : { requestLog: resolve(given.requestLog) }) };
  const folder = emulatorFolder(name);
  const running = (await readStatus(name)) ?? (await startedByAnother(name, onProgress));
  if (running) return refuseOther(name, options, running);

  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const log = openSync(join(folder, "emulator.log"), "a", 0o600);
  const child = fork(program, [folder, JSON.stringify(options)], {
    execArgv: nodeOptions(program),
    detached: true,
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
  try {
    await ready(child, name, onProgress);
  } catch (error) {
    const other = await startedByAnother(name, onProgress);
    if (other === undefined) throw error;
    return refuseOther(name, options, other);
  } finally {
    if (child.connected) child.disconnect();
    child.unref();
  }
  const status = await readStatus(name);
  if (status === undefined)
    throw new Error(`the local Azure ML "${name}" ended right after its start; see ${folder}/emulator.log`);
  return status;
}

/** The status of the local Azure ML called `name`, or undefined where it is not running. */
export async function readStatus(name: string): Promise<EmulatorStatus | undefined> {
  return statusOf(emulatorFolder(name));
}

/** Stops the local Azure ML called `name`; settles when it and its children are gone. False where none was running. */
export async function stopDaemon(name: string): Promise<boolean> {
  const folder = emulatorFolder(name);
  // Not its status: one that is still starting, or does not answer, has to go as well.
  const owner = lockOwner(folder);
  if (owner === undefined) return false;
  process.kill(owner, "SIGTERM");
  const gone = await waitUntil(() => !alive(owner), 20_000);
  if (!gone) {
    // Its children end with it.
    process.kill(owner, "SIGKILL");
    await waitUntil(() => !alive(owner), 5_000);
  }
  await rm(statusFile(folder), { force: true });
  return true;
}

/** Waits for the one that another command is starting; undefined where there is none, or it has failed. */
async function startedByAnother(name: string, onProgress: (line: string) => void): Promise<EmulatorStatus | undefined> {
  const folder = emulatorFolder(name);
  if (lockOwner(folder) === undefined) return undefined;
  onProgress("another command is starting or stopping it; waiting for that");
  const end = Date.now() + PATIENCE;
  let status: EmulatorStatus | undefined;
  while (status === undefined && lockOwner(folder) !== undefined) {
    status = await readStatus(name);
    if (Date.now() > end) {
      throw new Error(
        `process ${lockOwner(folder)} has the local Azure ML "${name}" and does not answer; stop it first`,
      );
    }
    if (status === undefined) await new Promise((resolve) => setTimeout(resolve, 50)); // no event tells across processes
  }
  return status;
}

function refuseOther(
  name: string,
  { requestLog, port, tokenLifetime }: DaemonOptions,
  running: EmulatorStatus,
): EmulatorStatus {
  const differs = [
    ...(port !== undefined && port !== 0 && String(port) !== new URL(running.armUrl).port
      ? [`its control plane is ${running.armUrl}`]
      : []),
    ...(requestLog !== undefined && requestLog !== running.requestLog
      ? [`its request log is ${running.requestLog ?? "off"}`]
      : []),
    ...(tokenLifetime !== undefined && tokenLifetime !== running.tokenLifetime
      ? [`its tokens are good for ${running.tokenLifetime} seconds`]
      : []),
  ];
  if (differs.length === 0) return running;
  throw new Error(`the local Azure ML "${name}" is running already, and ${differs.join(" and ")}; stop it first`);
}

async function ready(child: ChildProcess, name: string, onProgress: (line: string) => void): Promise<void> {
  const exit = once(child, "exit").then(([code, signal]) => {
    throw new Error(`the local Azure ML "${name}" ended while it started (${signal ?? `exit code ${code}`})`);
  });
  const said = new Promise<void>((resolve, reject) => {
    child.on("message", (raw) => {
      const told = message.safeParse(raw).data;
      if (told === undefined) return;
      if ("progress" in told) onProgress(told.progress);
      else if ("failure" in told) reject(new Error(told.failure));
      else resolve();
    });
  });
  await Promise.race([exit, said]);
  exit.catch(() => undefined);
}

async function waitUntil(condition: () => boolean, timeout: number): Promise<boolean> {
  const end = Date.now() + timeout;
  while (!condition()) {
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return true;
}
