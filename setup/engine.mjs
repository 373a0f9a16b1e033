import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

import { engineOnPath } from "./engine-on-path.mjs";
import { compile } from "./engine-from-source.mjs";
import { archiveUrl, download } from "./engine-download.mjs";
import { installLanguageHost } from "./install-language-host.mjs";
import { home, ROOT } from "./locations.mjs";
import { requireGo } from "./prerequisites.mjs";
import { say } from "./progress.mjs";

/** What an engine that can run a TypeScript program with dynamic resources consists of. */
export const EXECUTABLES = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

/** The version of the SDK: an older engine does not know all that the SDK asks of it. */
export const OLDEST = [3, 248, 0];

/**
 * A usable Pulumi engine: the user's own if it is recent enough, else one that set-up installs once.
 *
 * @returns {Promise<string>} the folder of its executables
 */
export async function ensureEngine() {
  const found = engineOnPath({ executables: EXECUTABLES, oldest: OLDEST });
  if (found.folder) return found.folder;

  const version = lockedVersion();
  const folder = join(home(), "engine", version);
  if (!EXECUTABLES.every((name) => existsSync(join(folder, "bin", name)))) {
    await install(version, folder, found.whyNot);
  }
  installLanguageHost(folder, { onlyRefresh: true });
  return realpathSync(join(folder, "bin"));
}

/**
 * Everything is made in a folder beside and moved into place when it is whole.
 *
 * @param {string} version
 * @param {string} folder
 * @param {string} whyNotOnPath
 */
async function install(version, folder, whyNotOnPath) {
  const fresh = join(home(), `.engine-${version}`);
  empty(fresh);
  if (!(await download(archiveUrl(version), version, fresh))) {
    const why = `${whyNotOnPath}, and the vendor's download is out of reach`;
    requireGo(why);
    say("engine", `${why}: building from source`);
    empty(fresh);
    await compile(version, fresh);
    installLanguageHost(fresh, { onlyRefresh: false });
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  renameSync(fresh, folder);
}

/** @param {string} folder */
function empty(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "bin"), { recursive: true });
}

/** The version is written once, where Go's own lock is. */
function lockedVersion() {
  const lock = readFileSync(join(ROOT, "setup", "engine", "go.mod"), "utf8");
  return /github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/.exec(lock)[1];
}
