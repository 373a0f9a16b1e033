import { spawn } from "node:child_process";

/** How long a program may take to end in its own way, in milliseconds; the engine itself waits 5 s. */
const GRACE = 3000;

/** The programs that run for the engine, so that none outlives it. */
export class Children {
  /** @type {Set<import("node:child_process").ChildProcess>} */
  #running = new Set();

  /**
   * @param {string} command
   * @param {string[]} args
   * @param {import("node:child_process").SpawnOptions} options
   */
  start(command, args, options) {
    const child = spawn(command, args, options);
    this.#running.add(child);
    child.once("close", () => this.#running.delete(child));
    child.once("error", () => this.#running.delete(child));
    return child;
  }

  /** @param {import("node:child_process").ChildProcess} child */
  stop(child) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGINT");
    const force = setTimeout(() => child.kill("SIGKILL"), GRACE);
    child.once("close", () => clearTimeout(force));
  }

  stopAll() {
    for (const child of this.#running) this.stop(child);
  }

  /** Resolves when nothing runs any more. */
  async idle() {
    await Promise.all([...this.#running].map((child) => new Promise((resolve) => child.once("close", resolve))));
  }

  /** For the last moment, when nothing can be waited for. */
  killAll() {
    for (const child of this.#running) child.kill("SIGKILL");
  }
}
