import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

import { killGroup } from "./kill-group";
import { stopGroup } from "./stopped-group";

/** How to start one inference server. */
export interface ServerCommand {
  python: string;
  launcher: string;
  /** Path of the scoring script. */
  script: string | undefined;
  cwd: string;
  env: Record<string, string>;
}

/** How a process ended. */
export interface ProcessExit {
  /** Exit code; gunicorn says 3 where a worker failed to boot. */
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A running inference server: gunicorn's master and its workers, a process group of their own. */
export interface ServerProcess {
  readonly pid: number | undefined;
  /** The loopback port, once connections are accepted; never settles where the process ends first. */
  readonly port: Promise<number>;
  /** Settles when the group is gone and everything it wrote is told. */
  readonly exited: Promise<ProcessExit>;
  /** Asks the server to end, and ends it after `grace` milliseconds; at once where it hangs. */
  stop(grace: number): Promise<void>;
  /** Ends the server as a crash would. */
  kill(): void;
  /** Stops the whole group where it stands, until `resume`. */
  hang(): void;
  resume(): void;
}

/** Starts an inference server. `write` is told what it prints. The process ends with this one, whatever way that ends. */
export function startServerProcess(command: ServerCommand, write: (text: string) => void): ServerProcess {
  const { python, launcher, script, cwd, env } = command;
  const child = spawn(python, [launcher, ...(script === undefined ? [] : [script])], {
    cwd,
    env,
    detached: true,
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => undefined);
  for (const output of [child.stdout, child.stderr]) output.setEncoding("utf8").on("data", write);

  let letGo: (() => void) | undefined;
  const resume = (): void => {
    letGo?.();
    letGo = undefined;
  };
  const exited = new Promise<ProcessExit>((settle) => {
    child.once("exit", () => {
      // Workers whose master is gone would serve on for a while and keep the pipes open.
      killGroup(child.pid);
      resume();
    });
    child.once("close", (code, signal) => settle({ code, signal }));
    child.once("error", (error) => {
      write(`${error.message}\n`);
      if (child.pid === undefined) settle({ code: 127, signal: null });
    });
  });

  const runs = (): boolean => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  const stop = async (grace: number): Promise<void> => {
    if (runs()) child.kill("SIGTERM");
    // A stopped process can't hear SIGTERM.
    const force = setTimeout(() => killGroup(child.pid), letGo === undefined ? grace : 0);
    await exited;
    clearTimeout(force);
  };
  const hang = (): void => {
    if (runs() && child.pid !== undefined) letGo ??= stopGroup(child.pid);
  };
  const kill = (): void => killGroup(child.pid);
  return { pid: child.pid, port: reportedPort(child.stdio[3]), exited, stop, kill, hang, resume };
}

/** The launcher's one line on file descriptor 3. */
function reportedPort(report: unknown): Promise<number> {
  return new Promise((settle) => {
    if (!isReadable(report)) return;
    report.on("error", () => undefined);
    createInterface({ input: report }).once("line", (line) => {
      const told: unknown = JSON.parse(line);
      if (typeof told === "object" && told !== null && "port" in told) settle(Number(told.port));
    });
  });
}

function isReadable(stream: unknown): stream is Readable {
  return typeof stream === "object" && stream !== null && "read" in stream;
}
