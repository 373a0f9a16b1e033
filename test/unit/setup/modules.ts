import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** The package's own folder. */
export const ROOT = resolve(__dirname, "../../..");

/** Loads a file of setup/, which is plain JavaScript; the test says what it expects of it. */
export async function load<Module>(name: string): Promise<Module> {
  const loaded: Module = await import(pathToFileURL(resolve(ROOT, "setup", name)).href);
  return loaded;
}
