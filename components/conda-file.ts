import { readFileSync } from "node:fs";
import type { Fault } from "../arm/fault";

/** Faults of a conda file that would only show when the image is built, minutes later. */
export function condaFileFaults(field: string, path: string): Fault[] {
  // Loaded here, for programs that have a conda file: it takes as long as all the rest of the package.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { LineCounter, parseDocument } = require("yaml") as typeof import("yaml");
  const lineCounter = new LineCounter();
  const document = parseDocument(readFileSync(path, "utf8"), { version: "1.1", lineCounter, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    const { line } = lineCounter.linePos(error.pos[0]);
    return [{ field, value: path, rule: `this is no YAML: line ${line}: ${error.message}` }];
  }
  const content = plainly(document);
  if (content instanceof Error) return [{ field, value: path, rule: `this is no YAML: ${content.message}` }];
  const dependencies: unknown =
    typeof content === "object" && content ? Reflect.get(content, "dependencies") : undefined;
  return Array.isArray(dependencies) && dependencies.length > 0
    ? []
    : [
        {
          field,
          value: path,
          rule: "a conda file has a list `dependencies`",
          fix: "for example `dependencies: [python=3.12, pip, {pip: [numpy]}]`",
        },
      ];
}

/** The document's content; an alias without its anchor only shows here. */
function plainly(document: { toJS(): unknown }): unknown {
  try {
    return document.toJS();
  } catch (error) {
    return error;
  }
}
