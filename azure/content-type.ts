import { extname } from "node:path";

/** Types of the files that models and scoring code consist of; Node has no table of its own. */
const byExtension: Record<string, string> = {
  ".csv": "text/csv",
  ".html": "text/html",
  ".json": "application/json",
  ".jsonl": "application/jsonl",
  ".md": "text/markdown",
  ".py": "text/x-python",
  ".txt": "text/plain",
  ".xml": "application/xml",
  ".yaml": "application/yaml",
  ".yml": "application/yaml",
  ".zip": "application/zip",
};

/** Media type of a file by its name. */
export function contentType(path: string): string {
  return byExtension[extname(path).toLowerCase()] ?? "application/octet-stream";
}
