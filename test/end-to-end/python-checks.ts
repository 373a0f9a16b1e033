import assert from "node:assert/strict";
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { MAIN } from "../unit/cli/command";

const SDK = resolve(__dirname, "../sdk");

/** Names of the checks of a module, in their order; `local` is one of `test/sdk/checks`. */
export function checksOf(module: string): string[] {
  const source = readFileSync(join(SDK, "checks", `${module}.py`), "utf8");
  return [...source.matchAll(/^def ([a-z]\w*)\(\) -> None:/gm)].map(([, name = ""]) => name);
}

/** A Python process that runs the checks of a module on demand, under `emulator exec`. */
export class PythonChecks {
  private readonly answers: AsyncIterator<string>;
  private complaints = "";

  private constructor(private readonly child: ChildProcessWithoutNullStreams) {
    this.answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stderr.setEncoding("utf8").on("data", (text: string) => (this.complaints += text));
  }

  static start(module: string, { python, env }: { python: string; env: NodeJS.ProcessEnv }): PythonChecks {
    const words = [MAIN, "emulator", "exec", "--", python, join(SDK, "run.py"), module];
    return new PythonChecks(
      spawn(process.execPath, words, { env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", ...env } }),
    );
  }

  /** Runs a check; fails with what Python says where the check does. */
  async run(name: string): Promise<void> {
    this.child.stdin.write(`${name}\n`);
    const answer = await this.answers.next();
    assert.ok(answer.done !== true, `Python has ended:\n${this.complaints}`);
    const { fault }: { fault: string | null } = JSON.parse(answer.value);
    if (fault !== null) throw new Error(fault);
  }

  async stop(): Promise<void> {
    const ended = once(this.child, "close");
    this.child.stdin.end();
    if (this.child.exitCode === null) await ended;
  }
}
