import { join } from "node:path";

import { logged } from "./execute.mjs";
import { ROOT } from "./locations.mjs";
import { step } from "./progress.mjs";

/** Installs what the local Azure ML would otherwise install on its first start. */
const PREPARE = join(ROOT, "dist", "emulator", "prepare.js");
const CONDA_FILE = join(ROOT, "examples", "blue-green", "environment", "conda.yaml");

/** @param {NodeJS.ProcessEnv} env */
export async function prewarm(env) {
  await step(
    "emulator",
    "installing blob storage and the example's Python packages (about 3 minutes, once)",
    () => logged("emulator", process.execPath, [PREPARE, CONDA_FILE], { env }),
    { silentFor: 5000 },
  );
}
