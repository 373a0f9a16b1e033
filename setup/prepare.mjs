import { delimiter, join } from "node:path";

import { build } from "./build.mjs";
import { ensureEngine } from "./engine.mjs";
import { withLock } from "./lock.mjs";
import { home, LOCAL } from "./locations.mjs";
import { installPackages } from "./packages.mjs";
import { requirePython } from "./prerequisites.mjs";
import { prewarm } from "./prewarm.mjs";
import { installPythonSdk } from "./python-sdk.mjs";

/** @typedef {"packages" | "everything" | "everything and the judge"} Needs the judge is Microsoft's Python SDK */

/**
 * Installs what is missing. What is there is left alone, so that a second time costs next to nothing and an interrupted
 * one goes on where it was.
 *
 * @param {Needs} needs
 * @returns {Promise<NodeJS.ProcessEnv>} the environment in which the commands find it
 */
export async function prepare(needs) {
  if (needs !== "packages") requirePython();
  await withLock(join(LOCAL, "lock"), async () => {
    await installPackages();
    if (needs !== "packages") await build();
  });
  if (needs === "packages") return process.env;

  return withLock(join(home(), "setup.lock"), async () => {
    const env = withEngine(await ensureEngine());
    await prewarm(env);
    if (needs === "everything and the judge") await installPythonSdk();
    return env;
  });
}

/** @param {string} folder of the engine's executables */
function withEngine(folder) {
  return {
    ...process.env,
    PATH: `${folder}${delimiter}${process.env.PATH}`,
    // The vendor's site may be out of reach, and its news are not asked for here.
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}
