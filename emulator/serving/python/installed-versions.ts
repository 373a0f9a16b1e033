import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Paths of the Pythons of a version (`3.8`) that a version manager keeps off the PATH, newest first: those of pyenv, whose
 * commands on the PATH refuse every version but the chosen one, and those of uv.
 */
export function installedVersions(wanted: string, { HOME, ...environment }: NodeJS.ProcessEnv): string[] {
  const home = (...path: string[]): string | undefined => (HOME ? join(HOME, ...path) : undefined);
  const { PYENV_ROOT: pyenv = home(".pyenv"), UV_PYTHON_INSTALL_DIR: uv = home(".local", "share", "uv", "python") } =
    environment;
  return [
    ...(pyenv ? versionsIn(join(pyenv, "versions"), `${wanted}.`) : []),
    ...(uv ? versionsIn(uv, `cpython-${wanted}.`) : []),
  ]
    .map((folder) => join(folder, "bin", `python${wanted}`))
    .filter((python) => existsSync(python));
}

/** Folders whose names begin so and go on with a number. */
function versionsIn(folder: string, beginning: string): string[] {
  const patch = (name: string): number => Number.parseInt(name.slice(beginning.length), 10);
  return (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.startsWith(beginning) && !Number.isNaN(patch(name)))
    .sort((one, other) => patch(other) - patch(one))
    .map((name) => join(folder, name));
}
