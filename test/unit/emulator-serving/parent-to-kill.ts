import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { preparePythonEnvironment } from "../../../emulator/serving/python-environment";
import { deployment, startServing } from "./real-endpoint";

/**
 * Run by `orphans.test.ts` as a process of its own, to be killed: `serve` holds servers and says so, `hang` has
 * them stopped, `build` holds an environment half built, for as long as the package index takes to answer.
 */
async function main(role: string | undefined): Promise<void> {
  if (role === "serve" || role === "hang") {
    const { runtime } = await startServing({ blue: 100 });
    await runtime.apply(deployment("blue", { instanceCount: 2, environmentVariables: { WORKER_COUNT: "2" } }));
    if (role === "hang") runtime.hang("fraud", "blue");
    console.log("serving");
  } else {
    const home = mkdtempSync(join(tmpdir(), "half-built-"));
    const condaFile = "dependencies: [pip, {pip: [scikit-learn==1.5.2]}]";
    await preparePythonEnvironment({ condaFile, home }, () => undefined);
  }
}

void main(process.argv[2]);
