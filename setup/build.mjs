import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { logged } from "./execute.mjs";
import { ROOT } from "./locations.mjs";
import { step } from "./progress.mjs";
import { tool } from "./tool.mjs";

const DIST = join(ROOT, "dist");
/** Says which sources `dist` was made from. */
const STAMP = join(DIST, ".sources");
const CONFIGURATION = ["package-lock.json", "tsconfig.json", "tsconfig.build.json"];

/** Compiles the package, if a source has changed since the last time. */
export async function build() {
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === fingerprint()) return;
  const [command, ...args] = compiler();
  await step("build", "compiling (about 10 seconds)", () => logged("build", command, args));
  finishBuild();
}

/** @returns {string[]} */
export function compiler() {
  return [...tool("typescript", "tsc"), "-p", "tsconfig.build.json"];
}

export function finishBuild() {
  const command = join(DIST, "cli", "main.js");
  if (existsSync(command)) chmodSync(command, 0o755);
  mkdirSync(DIST, { recursive: true });
  writeFileSync(STAMP, fingerprint());
}

/** Changes with any file that the compiler reads, without reading it. */
function fingerprint() {
  const folders = JSON.parse(readFileSync(join(ROOT, "tsconfig.build.json"), "utf8")).include;
  const files = [...CONFIGURATION, ...folders.flatMap(sources)].sort();
  const hash = createHash("sha256");
  for (const file of files) {
    const { size, mtimeMs } = statSync(join(ROOT, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function sources(folder) {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}
