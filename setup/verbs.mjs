import { compiler, finishBuild } from "./build.mjs";
import { foreground } from "./execute.mjs";
import { lanes } from "./lanes.mjs";
import { tool } from "./tool.mjs";

/**
 * @typedef {object} Verb
 * @property {import("./prepare.mjs").Needs} needs
 * @property {(args: string[], env: NodeJS.ProcessEnv) => Promise<number>} run gives the exit code
 */

/** What runs at once, by folders below `test`: the runs take about as long as each other. */
const TEST_RUNS = [["unit/**", "component/**", "end-to-end"], ["engine/**", "oracle/**"], ["end-to-end/rollout"]];

/** @type {Record<string, Verb>} */
export const VERBS = {
  install: { needs: "everything", run: async () => 0 },

  demo: {
    needs: "everything",
    run: (args, env) =>
      foreground([process.execPath, "-r", "ts-node/register/transpile-only", "examples/demo/main.ts", ...args], env),
  },

  test: {
    needs: "everything and the judge",
    run: (args, env) => {
      const mocha = [...tool("mocha"), ...(process.env.CI ? ["--forbid-only"] : []), ...args];
      if (namesTests(args)) return foreground([...mocha, "--recursive"], env);
      const color = process.stdout.isTTY ? ["--color"] : [];
      return lanes(
        TEST_RUNS.map((places) => [...mocha, ...color, ...places.map((place) => `test/${place}/*.test.ts`)]),
        env,
      );
    },
  },

  lint: {
    needs: "packages",
    run: (args, env) => {
      const [node, ...eslint] = tool("eslint");
      return all(env, [
        [...tool("prettier"), "--check", "--log-level", "warn", "."],
        // The typings of azure-native take more than Node gives by itself on a small machine.
        [node, "--max-old-space-size=6144", ...eslint, "--max-warnings", "0", ".", ...args],
        [...tool("typescript", "tsc"), "-p", "tsconfig.json"],
      ]);
    },
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

/** @param {string[]} args */
function namesTests(args) {
  return args.some((argument) => argument.startsWith("test/") || argument.endsWith(".test.ts"));
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
