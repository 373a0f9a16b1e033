import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "./local-content";

/** How code collects data, as far as its text shows. */
export interface CollectorUses {
  /** Names given as texts: `Collector(name="model_inputs")`. */
  names: ReadonlySet<string>;
  /** True where a name is computed, so that no list of names is the whole of it. */
  computed: boolean;
  /** True where `ModelDataCollector` of the older package is imported. */
  older: boolean;
}

/** Reads all Python files of a code folder: the collector need not be made in the scoring script itself. */
export function collectorUses(folder: string): CollectorUses {
  const scripts = filesBelow(folder).filter((file) => file.endsWith(".py"));
  return usesIn(scripts.map((file) => readFileSync(join(folder, file), "utf8")));
}

/** The same of sources. */
export function usesIn(sources: readonly string[]): CollectorUses {
  const names = new Set<string>();
  let computed = false;
  let older = false;
  for (const source of sources.map(withoutComments)) {
    older ||= /^\s*(from\s+azureml\.monitoring\b|import\s+azureml\.monitoring\b)/m.test(source);
    const alias = importedAs(source);
    if (alias === undefined) continue;
    const calls = new RegExp(`(?<![\\w])${alias}\\s*\\(([^)]*)`, "g");
    for (const [, given = ""] of source.matchAll(calls)) {
      const [, , name] = /\bname\s*=\s*[uUrR]?(["'])([^"'\n{]*)\1/.exec(given) ?? [];
      if (name === undefined) computed = true;
      else names.add(name);
    }
  }
  return { names, computed, older };
}

/** What the source calls `Collector` of `azureml-ai-monitoring`, as a pattern. */
function importedAs(source: string): string | undefined {
  const [, list] =
    /^\s*from\s+azureml\.ai\.monitoring(?:\.collector)?\s+import\s+(\([^)]*\)|[^\n]*)/m.exec(source) ?? [];
  if (list !== undefined) {
    const [found, , alias] = /\bCollector\b(\s+as\s+(\w+))?/.exec(list) ?? [];
    if (found !== undefined) return alias ?? "Collector";
  }
  return /^\s*import\s+azureml\.ai\.monitoring\b/m.test(source) ? "(?:[\\w.]+\\.)Collector" : undefined;
}

/** A `#` within a text is rare where it matters, so a line's rest counts as a comment only where it begins the line or follows a blank. */
function withoutComments(source: string): string {
  return source.replace(/(^|\s)#[^\n]*/g, "$1");
}
