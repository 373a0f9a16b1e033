import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "../arm/fault";

/** What a scoring script has to define, and how to say so. */
const contracts = {
  online: { init: "define init(), which loads the model once", run: "define run(data), which answers one request" },
  batch: {
    init: "define init(), which loads the model once",
    run: "define run(mini_batch), which gets a list of files and gives a list or a DataFrame",
  },
} as const;

/**
 * Faults of a scoring script that would only be found when it starts: it has to define `init` and `run` (a Designer
 * script for online use may have `driver_module` instead). Sources: `azureml-inference-server-http`, `user_script.py`;
 * "CLI (v2) batch deployment YAML schema".
 */
export function scoringScriptFaults(
  field: string,
  folder: string,
  script: string,
  contract: keyof typeof contracts = "online",
): Fault[] {
  const path = join(folder, script);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    return [
      { field, value: script, rule: `there is no such file in ${folder}`, fix: "give its path inside the code folder" },
    ];
  }
  const source = readFileSync(path, "utf8");
  if ((contract === "online" && binds(source, "driver_module")) || /^from\s+\S+\s+import\s+\*/m.test(source)) return [];
  const missing = (["init", "run"] as const).filter((name) => !binds(source, name));
  return missing.map((name) => ({
    field,
    value: script,
    rule: `the script does not define ${name}`,
    fix: contracts[contract][name],
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
