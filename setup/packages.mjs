import { existsSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { logged } from "./execute.mjs";
import { ROOT } from "./locations.mjs";
import { step } from "./progress.mjs";

const MODULES = join(ROOT, "node_modules");

/** Makes node_modules what package-lock.json says. */
export async function installPackages() {
  if (!inPlace()) await step("packages", "installing what package-lock.json names (about 1 minute, once)", npmCi);
  linkSelf();
}

/**
 * npm records what it has installed as its last act, so an interrupted installation has no record. Packages for other
 * platforms are left out of it.
 */
export function inPlace() {
  const wanted = packagesOf(join(ROOT, "package-lock.json"));
  const installed = packagesOf(join(MODULES, ".package-lock.json"));
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === "" || optional || installed[path]?.version === version,
  );
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : {};
}

function npmCi() {
  // Under `npm run`, npm says where it is itself; that also works where it is a script, as on Windows.
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ["npm"];
  return logged("packages", npm[0], [...npm.slice(1), "ci", "--include=dev"]);
}

/**
 * A dynamic resource's provider is loaded by the package's name from wherever the program is, and programs in this
 * very repository must find it too. npm removes the link with each installation.
 */
function linkSelf() {
  const link = join(MODULES, "pulumi-azureml");
  if (existsSync(link) && realpathSync(link) === realpathSync(ROOT)) return;
  rmSync(link, { recursive: true, force: true });
  symlinkSync(process.platform === "win32" ? ROOT : "..", link, "junction");
}
