import { readFileSync } from "node:fs";

/**
 * Names of the packages that a conda file lists, conda's and pip's, in pip's canonical spelling. Undefined where the file
 * leads on to others (`-r`), or can't be read: then nobody knows here.
 */
export function condaPackages(path: string): ReadonlySet<string> | undefined {
  // Loaded here, for programs that have a conda file: it takes as long as all the rest of the package.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { parse } = require("yaml") as typeof import("yaml");
  const dependencies = listAt(
    readYaml(() => parse(readFileSync(path, "utf8"), { version: "1.1" })),
    "dependencies",
  );
  if (dependencies === undefined) return undefined;
  const pip = dependencies.flatMap((entry) => listAt(entry, "pip") ?? []);
  const requirements = [...dependencies, ...pip].filter((entry): entry is string => typeof entry === "string");
  if (requirements.some((line) => /^\s*(-r|-c|--requirement|--constraint)\b/.test(line))) return undefined;
  return new Set(requirements.flatMap((line) => packageName(line) ?? []));
}

/** `azureml_ai_monitoring[x]>=1 ; python_version > "3"` is azureml-ai-monitoring. Source: PEP 503 and 508. */
function packageName(requirement: string): string | undefined {
  const [, name] = /^\s*(?:[\w.-]+::)?([a-z0-9][\w.-]*)/i.exec(requirement) ?? [];
  return name?.replace(/[-_.]+/g, "-").toLowerCase();
}

function listAt(value: unknown, member: string): unknown[] | undefined {
  const list: unknown = typeof value === "object" && value !== null ? Reflect.get(value, member) : undefined;
  return Array.isArray(list) ? list : undefined;
}

function readYaml(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}
