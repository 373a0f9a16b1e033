import { constants } from "node:fs";
import { access, readdir } from "node:fs/promises";
import { delimiter, join } from "node:path";

const NAMES = process.platform === "win32" ? ["pulumi.exe", "pulumi.cmd"] : ["pulumi"];

/**
 * The PATH with an engine on it: as it is where it has one, else with the newest engine that the set-up has cached under
 * `<home>/engine/<version>/bin`.
 */
export async function pathWithEngine(path: string, home: string): Promise<string> {
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  for (const folder of folders) {
    if (await hasEngine(folder)) {
      return path;
    }
  }
  for (const version of await cachedVersions(join(home, "engine"))) {
    const folder = join(home, "engine", version, "bin");
    if (await hasEngine(folder)) {
      return [folder, ...folders].join(delimiter);
    }
  }
  return path;
}

async function hasEngine(folder: string): Promise<boolean> {
  const found = NAMES.map((name) => access(join(folder, name), constants.X_OK));
  return (await Promise.allSettled(found)).some(({ status }) => status === "fulfilled");
}

/** Newest first. */
async function cachedVersions(folder: string): Promise<string[]> {
  const versions = await readdir(folder).catch(() => []);
  return versions.sort((left, right) => right.localeCompare(left, "en", { numeric: true }));
}
