import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The package's own folder. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/** Where caches live that several clones share: `PULUMI_AZUREML_HOME`, else `~/.pulumi-azureml`. */
export function home() {
  return resolve(process.env.PULUMI_AZUREML_HOME || join(homedir(), ".pulumi-azureml"));
}

/** What set-up keeps in the clone itself: its lock and the logs of long steps. */
export const LOCAL = join(ROOT, ".setup");
