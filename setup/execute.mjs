import { spawn, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { Fault } from "./fault.mjs";
import { LOCAL, ROOT } from "./locations.mjs";

const LEASH = fileURLToPath(new URL("./leash.mjs", import.meta.url));

/** How much of a failed step's log is shown, in lines: some tools say what is wrong first, some last. */
const SHOWN = 15;

/**
 * Runs a long step; what it prints goes to a log file, shown only if it fails.
 *
 * @param {string} name of the log
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<void>}
 */
export async function logged(name, command, args, { cwd = ROOT, env = process.env } = {}) {
  mkdirSync(LOCAL, { recursive: true });
  const file = join(LOCAL, `${name}.log`);
  const log = openSync(file, "w");
  const child = spawn(process.execPath, [LEASH, command, ...args], { cwd, env, stdio: ["pipe", log, log] });
  closeSync(log);
  const code = await new Promise((resolve) => child.once("exit", resolve));
  if (code !== 0) {
    const lines = excerpt(readFileSync(file, "utf8").trimEnd().split("\n")).map((line) => `  ${line}`);
    throw new Fault(`${name}: failed with exit code ${code}. It says:\n${lines.join("\n")}\nAll of it: ${file}`);
  }
}

/**
 * Runs the real thing in the user's terminal.
 *
 * @param {string[]} command with its arguments
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the exit code
 */
export async function foreground([command, ...args], env) {
  const child = spawn(command, args, { cwd: ROOT, env, stdio: "inherit" });
  // A terminal sends Ctrl-C to both; the child decides when it is done, and what its code is.
  const ignore = () => {};
  const terminate = () => child.kill("SIGTERM");
  process.on("SIGINT", ignore);
  process.on("SIGTERM", terminate);
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
    });
  } finally {
    process.off("SIGINT", ignore);
    process.off("SIGTERM", terminate);
  }
}

/**
 * What a short command says, or `undefined` if it can't be run or fails.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {string | undefined}
 */
export function answer(command, args, options = {}) {
  const { status, stdout } = spawnSync(command, args, { ...options, encoding: "utf8", timeout: 60_000 });
  return status === 0 ? stdout.trim() : undefined;
}

/** @param {string[]} lines */
function excerpt(lines) {
  return lines.length <= 2 * SHOWN ? lines : [...lines.slice(0, SHOWN), "…", ...lines.slice(-SHOWN)];
}
