import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "./locations.mjs";

const SOURCE = join(ROOT, "setup", "language-host");

/** The executables that the engine looks for beside itself, and what each of them starts. */
const LAUNCHERS = { "pulumi-language-nodejs": "main.mjs", "pulumi-resource-pulumi-nodejs": "dynamic-provider.mjs" };

/**
 * Puts our language host beside an engine that was built from source and has none; an engine of the vendor's keeps its
 * own. Files that are already right are left alone, since an engine may just be starting one.
 *
 * @param {string} folder the engine's
 * @param {{ onlyRefresh: boolean }} options
 */
export function installLanguageHost(folder, { onlyRefresh }) {
  const target = join(folder, "language-host");
  if (onlyRefresh && !existsSync(target)) return;
  mkdirSync(target, { recursive: true });

  for (const name of readdirSync(SOURCE)) put(join(target, name), readFileSync(join(SOURCE, name), "utf8"));
  put(join(target, "installed-from"), `${ROOT}\n`);
  // Whatever a package.json further up says, the launchers are CommonJS.
  put(join(folder, "package.json"), '{ "private": true, "type": "commonjs" }\n');
  for (const [name, script] of Object.entries(LAUNCHERS)) {
    put(join(folder, "bin", name), `#!/usr/bin/env node\nimport("../language-host/${script}");\n`, 0o755);
  }
}

/**
 * @param {string} file
 * @param {string} content
 * @param {number} mode
 */
function put(file, content, mode = 0o644) {
  if (existsSync(file) && readFileSync(file, "utf8") === content) return;
  const fresh = `${file}.new`;
  writeFileSync(fresh, content);
  chmodSync(fresh, mode);
  renameSync(fresh, file);
}
