import { dirname, join } from "node:path";

/** Options with which Node runs one of our own modules: none once compiled, ts-node from source. */
export function nodeOptions(module: string): string[] {
  return module.endsWith(".ts") ? ["--require", "ts-node/register/transpile-only"] : [];
}

/** The module beside `from` with this name, in the form that `from` itself runs in: compiled or source. */
export function moduleBeside(from: string, name: string): string {
  const extension = from.endsWith(".ts") ? ".ts" : ".js";
  return join(dirname(from), `${name}${extension}`);
}
