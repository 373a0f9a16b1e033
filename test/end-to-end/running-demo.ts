import assert from "node:assert/strict";
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { emulatorFolder } from "../../emulator/home";

const ROOT = resolve(__dirname, "../..");
const DEMO = ["-r", "ts-node/register/transpile-only", "examples/demo/main.ts"];

/** A demo that is going on. */
export interface Running {
  child: ChildProcess;
  /** Settles when `text` has been printed, or with the demo. */
  until(text: string): Promise<void>;
  ended: Promise<Ended>;
}

/** A demo that is over. */
export interface Ended {
  code: number | null;
  printed: string;
  /** What is there and must not be. */
  leftovers: string[];
}

/** Starts a demo that has `temporary` for its temporary files. */
export function startDemo(temporary: string, args: readonly string[]): Running {
  // The Pulumi SDK keeps compiled code in the temporary folder; that is no leftover of the demo's.
  const env = { ...process.env, TMPDIR: temporary, DISABLE_V8_COMPILE_CACHE: "1" };
  const child = spawn(process.execPath, [...DEMO, ...args], { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
  }
  const closed = once(child, "close");
  const ended = closed.then(([code]: (number | null)[]): Ended => {
    return { code: code ?? null, printed, leftovers: leftovers(printed, temporary) };
  });
  const until = async (text: string) => {
    const over = closed.then(() => true);
    while (!printed.includes(text)) {
      if ((await Promise.race([once(child.stdout, "data"), over])) === true) return;
    }
  };
  return { child, until, ended };
}

/** What must not be there once a demo is over. */
function leftovers(printed: string, temporary: string): string[] {
  const name = /emulator start --name (\S+)/.exec(printed)?.[1] ?? "";
  assert.notEqual(name, "", printed);
  const stackFiles = ["", "examples/rollout"].map((folder) => join(ROOT, folder, `Pulumi.${name}.yaml`));
  const paths = [emulatorFolder(name), ...stackFiles].filter((path) => existsSync(path));
  const ofName = new RegExp(`(--name|--emulator) ${name}(\\s|$)|${emulatorFolder(name)}(/|\\s|$)`);
  const processes = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).split("\n");
  return [...paths, ...processes.filter((line) => ofName.test(line)), ...readdirSync(temporary)];
}
