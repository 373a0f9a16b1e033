import { existsSync, readdirSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";

/**
 * Paths of the Pythons of a version (`3.8`) that pyenv keeps, newest first. Its commands on the PATH, in a folder `shims`
 * beside that of the versions, refuse all but the chosen one.
 */
export function pyenvVersions(wanted: string, { PATH = "" }: NodeJS.ProcessEnv): string[] {
  const shims = PATH.split(delimiter).filter((folder) => basename(folder) === "shims");
  return shims
    .flatMap((folder) => patchesIn(join(dirname(folder), "versions"), wanted))
    .map((folder) => join(folder, "bin", `python${wanted}`))
    .filter((python) => existsSync(python));
}

/** Folders `3.8.18` of a version `3.8`, newest first. */
function patchesIn(folder: string, version: string): string[] {
  const patch = (name: string): number => Number(name.slice(version.length + 1));
  return (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.startsWith(`${version}.`) && Number.isInteger(patch(name)))
    .sort((one, other) => patch(other) - patch(one))
    .map((name) => join(folder, name));
}
