import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { ROOT } from "./locations.mjs";

/**
 * How to run a command of an installed npm package, without a shell and on any platform.
 *
 * @param {string} packageName
 * @param {string} [name] the command's, if it is not the package's
 * @returns {string[]}
 */
export function tool(packageName, name = packageName) {
  const manifest = join(ROOT, "node_modules", packageName, "package.json");
  const { bin } = JSON.parse(readFileSync(manifest, "utf8"));
  return [process.execPath, join(dirname(manifest), typeof bin === "string" ? bin : bin[name])];
}
