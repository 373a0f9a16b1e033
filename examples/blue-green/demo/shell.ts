import { spawn, type ChildProcess } from "node:child_process";
import * as narrator from "./narrator";

/** A command that did not end well, with all that it printed. */
export class CommandFailed extends Error {
  constructor(
    command: string,
    ending: string,
    readonly output: string,
  ) {
    super(`${command} ended with ${ending}`);
  }
}

/** What a command that ended well has printed. */
export interface Printed {
  stdout: string;
  milliseconds: number;
}

/** Runs commands like somebody at a terminal, one after the other, and keeps their output to itself while all is well. */
export class Shell {
  #running: { child: ChildProcess; ended: Promise<unknown> } | undefined;
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
  async run([file = "", ...args]: readonly string[]): Promise<Printed> {
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
    const printed = new Promise<Printed>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => {
        if (code === 0) resolve({ stdout, milliseconds: performance.now() - begin });
        else reject(new CommandFailed([file, ...args].join(" "), signal ?? `exit code ${code}`, all));
      });
    });
    this.#running = { child, ended: Promise.allSettled([printed]) };
    return printed;
  }

  /** Asks the running command to stop, waits until it has, and runs no other. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#running?.child.kill("SIGTERM");
    await this.#running?.ended;
  }
}
