import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import * as narrator from "./narrator";

/** A command that did not end as it should, with all that it printed. */
export class CommandFailed extends Error {
  constructor(
    command: string,
    ending: string,
    readonly output: string,
  ) {
    super(`${command} ended with ${ending}`);
  }
}

/** What is expected of a command, and who listens. */
export interface Expected {
  /** Exit code of a command that ends as it should. Default 0. */
  exitCode?: number;
  /** Hears each line as it is printed, until the shell is closed. */
  onLine?: (line: string) => void;
}

/** What a command that ended as it should has printed. */
export interface Printed {
  stdout: string;
  milliseconds: number;
}

/** Runs commands like somebody at a terminal, and keeps their output to itself while all is well. */
export class Shell {
  readonly #running = new Map<ChildProcess, Promise<unknown>>();
  #closed = false;

  constructor(
    readonly folder: string,
    readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Shows the command, then runs it. */
  async show(command: readonly string[], shown = command): Promise<Printed> {
    narrator.command(shown);
    return this.run(command);
  }

  /** Runs a command without a word. */
  async run([file = "", ...args]: readonly string[], { exitCode = 0, onLine }: Expected = {}): Promise<Printed> {
    if (this.#closed) throw new Error("nothing is run any more");
    const begin = performance.now();
    const child = spawn(file, args, { cwd: this.folder, env: this.env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let all = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      all += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (all += text));
    const hear = (line: string) => (this.#closed ? undefined : onLine?.(line));
    for (const input of [child.stdout, child.stderr]) createInterface({ input }).on("line", hear);
    const printed = new Promise<Printed>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => {
        if (code === exitCode) resolve({ stdout, milliseconds: performance.now() - begin });
        else reject(new CommandFailed([file, ...args].join(" "), signal ?? `exit code ${code}`, all));
      });
    });
    const ended = Promise.allSettled([printed]).then(() => this.#running.delete(child));
    this.#running.set(child, ended);
    return printed;
  }

  /** Asks the running commands to stop, waits until they have, and runs no other. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const child of this.#running.keys()) child.kill("SIGTERM");
    await Promise.all(this.#running.values());
  }
}
