import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Installs what a program or plugin folder depends on, with npm, and streams what npm prints. A folder without
 * dependencies of its own is left as it is.
 *
 * @param {any} call server stream of pulumirpc.InstallDependencies
 * @param {{ protocol: any, children: import("./children.mjs").Children }} host
 */
export function installDependencies(call, { protocol, children }) {
  const { InstallDependenciesResponse } = protocol.language;
  const folder = call.request.getInfo()?.getProgramDirectory() || call.request.getDirectory();
  if (!hasDependencies(folder)) {
    call.end();
    return;
  }

  const child = children.start("npm", ["install"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.on("data", (data) => call.write(new InstallDependenciesResponse().setStdout(data)));
  child.stderr.on("data", (data) => call.write(new InstallDependenciesResponse().setStderr(data)));
  child.once("error", (error) => call.destroy(error));
  child.once("close", (code) => (code === 0 ? call.end() : call.destroy(new Error(`npm install ended with ${code}`))));
  call.once("cancelled", () => children.stop(child));
}

/** @param {string} folder */
function hasDependencies(folder) {
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) return false;
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(manifest, "utf8"));
  return Object.keys({ ...dependencies, ...devDependencies }).length > 0;
}
