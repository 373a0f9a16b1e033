/**
 * Installs what a local Azure ML would otherwise install when it is first needed: the blob store, and the Python
 * environments of the conda files that are given. `node dist/emulator/prepare.js [conda.yaml …]`
 */
import { readFile } from "node:fs/promises";
import { installedAzurite } from "./blobs/azurite-install";
import { messageOf } from "./error-message";
import { homeFolder } from "./home";
import { preparePythonEnvironment } from "./serving/python-environment";

async function prepare(condaFiles: readonly string[]): Promise<void> {
  const home = homeFolder();
  const tell = (line: string): void => void process.stdout.write(`${line}\n`);
  await installedAzurite(home, tell);
  for (const file of condaFiles) {
    await preparePythonEnvironment({ home, condaFile: await readFile(file, "utf8") }, tell);
  }
}

prepare(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
});
