import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

import { logged } from "./execute.mjs";
import { Fault } from "./fault.mjs";
import { home, ROOT } from "./locations.mjs";
import { step } from "./progress.mjs";

/** Microsoft's Python SDK with all that it pulls in, each package with its version. */
const REQUIREMENTS = join(ROOT, "test", "sdk", "requirements.txt");

/** The interpreter that has the packages of the requirements; its folder is named by their content. */
export function pythonOfSdk() {
  const hash = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 16);
  return join(home(), "python-sdk", hash, "bin", "python");
}

/** Installs the SDK into a virtual environment of its own, for the tests in which it judges the local Azure ML. */
export async function installPythonSdk() {
  const python = pythonOfSdk();
  if (existsSync(python)) return;
  await step("python-sdk", "installing Microsoft's SDK for the tests (about 30 seconds, once)", () =>
    install(dirname(dirname(python))),
  );
}

/**
 * Installs beside and renames, so that the folder is there as a whole or not at all. Only programs in `bin` but Python
 * would mind the rename, and nothing uses those.
 *
 * @param {string} folder
 */
async function install(folder) {
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-deps", "-r", REQUIREMENTS];
  try {
    await logged("python-sdk", process.env.PULUMI_AZUREML_PYTHON || "python3", ["-m", "venv", partial]);
    await logged("python-sdk", join(partial, "bin", "python"), pip);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(
      `${error.message}\nThe tests need these packages from PyPI; pip is told of a mirror or a proxy by PIP_INDEX_URL ` +
        "and HTTPS_PROXY. `npm run demo` does without them.",
    );
  }
  // What is there has no Python that runs: its base is gone.
  rmSync(folder, { recursive: true, force: true });
  renameSync(partial, folder);
}
