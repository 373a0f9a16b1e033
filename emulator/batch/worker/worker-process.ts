import { spawn, type ChildProcess } from "node:child_process";
import { Socket } from "node:net";
import { createInterface } from "node:readline";

import { killGroup } from "../../serving/instance/kill-group";
import type { ProcessExit } from "../../serving/instance/server-process";
import { reportOf, type Report } from "./reports";

/** How to start one worker. */
export interface WorkerCommand {
  python: string;
  driver: string;
  /** Path of the scoring script. */
  script: string;
  /** Folder that modules are imported from, besides the script's own. */
  codeFolder: string;
  loggingLevel: string;
  cwd: string;
  env: Record<string, string>;
}

/** What a worker is given for one call of `run()`. */
export interface Task {
  /** Local paths. */
  files: readonly string[];
  /** File that the rows go to; null: nobody wants them. */
  part: string | null;
}

/** What a worker said, or how it ended instead. */
export type Answer = Report | { exit: ProcessExit };

/** A process that has loaded, or is loading, a scoring script. */
export interface WorkerProcess {
  readonly pid: number | undefined;
  /** Settles when the process and all that it started are gone and everything they wrote is told. */
  readonly exited: Promise<ProcessExit>;
  /** The answer to the start, then to each task. */
  answer(): Promise<Answer>;
  /** Runs one mini batch; its outcome is the next answer. */
  run(task: Task): void;
  /** Lets the script's exit handlers run, for `grace` milliseconds at most. */
  end(grace: number): Promise<void>;
  kill(): void;
}

/** Milliseconds in which what a dead worker wrote is read; processes that left its group may hold its pipes for good. */
const LAST_LINES = 1_000;

/** Starts a worker. `write` is told the lines it prints. The process ends with this one, whatever way that ends. */
export function startWorker(command: WorkerCommand, write: (line: string) => void): WorkerProcess {
  const { python, driver, script, codeFolder, loggingLevel, cwd, env } = command;
  const child = spawn(python, [driver, script, codeFolder, loggingLevel], {
    cwd,
    env,
    detached: true,
    stdio: ["pipe", "pipe", "pipe", "pipe", "pipe"],
  });
  child.stdin?.on("error", () => undefined);
  for (const input of [child.stdout, child.stderr]) {
    if (input) createInterface({ input, crlfDelay: Infinity }).on("line", write);
  }
  const commands = socketOf(child, 3);
  const reading = createInterface({ input: socketOf(child, 4) });
  const reports = reading[Symbol.asyncIterator]();
  const kill = (): void => killGroup(child.pid);
  const exited = exitOf(child, write);
  // The end of a pipe that was given up is not told.
  void exited.then(() => reading.close());

  return {
    pid: child.pid,
    exited,
    kill,
    answer: async () => {
      const line = await reports.next();
      return line.done ? { exit: await exited } : reportOf(line.value);
    },
    run: (task) => void commands.write(`${JSON.stringify(task)}\n`),
    end: async (grace) => {
      commands.end();
      const force = setTimeout(kill, grace);
      await exited;
      clearTimeout(force);
    },
  };
}

function exitOf(child: ChildProcess, write: (line: string) => void): Promise<ProcessExit> {
  return new Promise((settle) => {
    let forget: NodeJS.Timeout | undefined;
    child.once("exit", () => {
      killGroup(child.pid);
      forget = setTimeout(() => child.stdio.forEach((stream) => stream?.destroy()), LAST_LINES);
    });
    child.once("close", (code, signal) => {
      clearTimeout(forget);
      settle({ code, signal });
    });
    child.on("error", (error) => {
      write(error.message);
      if (child.pid === undefined) settle({ code: 127, signal: null });
    });
  });
}

function socketOf(child: ChildProcess, descriptor: number): Socket {
  const stream: unknown = child.stdio[descriptor];
  if (!(stream instanceof Socket)) throw new Error(`file descriptor ${descriptor} of the worker is no pipe`);
  // The process may be gone while something is written.
  return stream.on("error", () => undefined);
}
