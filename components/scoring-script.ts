import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "../arm/fault";

/**
 * Faults of a scoring script that the inference server would only find when it starts: it has to define `init` and
 * `run` (a Designer script may have `driver_module` instead). Source: `azureml-inference-server-http`, `user_script.py`.
 */
export function scoringScriptFaults(field: string, folder: string, script: string): Fault[] {
  const path = join(folder, script);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    return [
      { field, value: script, rule: `there is no such file in ${folder}`, fix: "give its path inside the code folder" },
    ];
  }
  const source = readFileSync(path, "utf8");
  if (binds(source, "driver_module") || /^from\s+\S+\s+import\s+\*/m.test(source)) return [];
  const missing = ["init", "run"].filter((name) => !binds(source, name));
  return missing.map((name) => ({
    field,
    value: script,
    rule: `the script does not define ${name}`,
    fix: name === "run" ? "define run(data), which answers one request" : "define init(), which loads the model once",
  }));
}

/**
 * True where the module seems to bind `name`: by a definition, an assignment or an import, at any depth, since `try` and
 * `if` may hold it. A script that defines it in vain is left to the inference server.
 */
function binds(source: string, name: string): boolean {
  const definition = new RegExp(`^[ \\t]*(?:async\\s+)?(?:def|class)\\s+${name}\\b`, "m");
  const assignment = new RegExp(`^[ \\t]*(?:[\\w.]+\\s*,\\s*)*${name}\\s*(?:,[^=\\n]*|:[^=\\n]+)?=[^=]`, "m");
  const imported = new RegExp(`^[ \\t]*(?:from\\s+\\S+\\s+)?import\\s+(?:\\([^)]*|[^\\n]*)\\b${name}\\b`, "m");
  return [definition, assignment, imported].some((pattern) => pattern.test(source));
}
