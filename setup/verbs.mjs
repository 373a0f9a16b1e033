import { existsSync } from "node:fs";
import { join } from "node:path";

import { compiler, finishBuild } from "./build.mjs";
import { foreground } from "./execute.mjs";
import { ROOT } from "./locations.mjs";
import { tool } from "./tool.mjs";

/**
 * @typedef {object} Verb
 * @property {import("./prepare.mjs").Needs} needs
 * @property {(args: string[], env: NodeJS.ProcessEnv) => Promise<number>} run gives the exit code
 */

/** Quick tests first: a fault that a unit test finds needs no engine to be seen. */
const TEST_FOLDERS = ["unit", "component", "engine", "oracle", "end-to-end"];

/** @type {Record<string, Verb>} */
export const VERBS = {
  install: { needs: "everything", run: async () => 0 },

  demo: {
    needs: "everything",
    run: (args, env) =>
      foreground(
        [process.execPath, "-r", "ts-node/register/transpile-only", "examples/blue-green/demo.ts", ...args],
        env,
      ),
  },

  test: {
    needs: "everything and the judge",
    run: (args, env) =>
      foreground([...tool("mocha"), ...(process.env.CI ? ["--forbid-only"] : []), ...args, ...testFiles(args)], env),
  },

  lint: {
    needs: "packages",
    run: (args, env) =>
      all(env, [
        [...tool("prettier"), "--check", "--log-level", "warn", "."],
        [...tool("eslint"), "--max-warnings", "0", ".", ...args],
        [...tool("typescript", "tsc"), "-p", "tsconfig.json"],
      ]),
  },

  build: {
    needs: "packages",
    run: async (args, env) => {
      const code = await foreground([...compiler(), ...args], env);
      if (code === 0) finishBuild();
      return code;
    },
  },

  bench: {
    needs: "everything",
    run: (args, env) =>
      foreground([process.execPath, "-r", "ts-node/register/transpile-only", "bench/main.ts", ...args], env),
  },

  docs: { needs: "packages", run: (args, env) => foreground([...tool("typedoc"), ...args], env) },
};

/**
 * All test files, unless the user names some.
 *
 * @param {string[]} args
 */
export function testFiles(args) {
  const named = args.some((argument) => argument.startsWith("test/") || argument.endsWith(".test.ts"));
  if (named) return ["--recursive"];
  return TEST_FOLDERS.filter((folder) => existsSync(join(ROOT, "test", folder))).map(
    (folder) => `test/${folder}/**/*.test.ts`,
  );
}

/**
 * Runs every command, also after one that fails, so that one look shows all; the first failure's code counts.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string[][]} commands
 */
async function all(env, commands) {
  let first = 0;
  for (const command of commands) {
    const code = await foreground(command, env);
    first ||= code;
  }
  return first;
}
