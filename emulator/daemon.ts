import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { alive, statusFile, statusOf } from "./daemon-status";
import { emulatorFolder } from "./home";
import { moduleBeside, nodeOptions } from "./node-program";
import type { EmulatorStatus } from "./status";

/** What a local Azure ML in the background is started with. */
export interface DaemonOptions {
  /** File that gets each ARM request as a JSON line. */
  requestLog?: string;
  /** Port of the control plane. Default: any free one. */
  port?: number;
}

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
  const running = await readStatus(name);
  if (running) return refuseOther(name, options, running);

  const folder = emulatorFolder(name);
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
  const status = await readStatus(name);
  if (status === undefined) return false;
  process.kill(status.pid, "SIGTERM");
  const gone = await waitUntil(() => !alive(status.pid), 20_000);
  if (!gone) {
    // Its children end with it.
    process.kill(status.pid, "SIGKILL");
    await waitUntil(() => !alive(status.pid), 5_000);
  }
  await rm(statusFile(emulatorFolder(name)), { force: true });
  return true;
}

function refuseOther(name: string, { requestLog, port }: DaemonOptions, running: EmulatorStatus): EmulatorStatus {
  const differs = [
    ...(port !== undefined && port !== 0 && String(port) !== new URL(running.armUrl).port
      ? [`its control plane is ${running.armUrl}`]
      : []),
    ...(requestLog !== undefined && requestLog !== running.requestLog
      ? [`its request log is ${running.requestLog ?? "off"}`]
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
