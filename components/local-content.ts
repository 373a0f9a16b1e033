import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, posix, resolve } from "node:path";
import { contentListing } from "../arm/content-listing";
import type { Fault } from "../arm/fault";

/** A file or folder of this machine, by its content. */
export interface LocalContent {
  /** Name of the file or folder. */
  name: string;
  /** Path as it was given, relative to the program. */
  path: string;
  kind: "file" | "folder";
  /** SHA-256 over all paths and contents, hexadecimal. */
  digest: string;
  /** SHA-256 of each file by its path in the folder, with `/` between its parts. */
  files: Record<string, string>;
}

/** What a run leaves behind beside the code and what version control keeps there: never part of the content. */
const ignored = new Set(["__pycache__", ".git", ".ipynb_checkpoints", ".DS_Store", "node_modules"]);

/** Reads what lies at `path`; the same bytes under the same names give the same digest on every machine. */
export function readLocalContent(path: string): LocalContent {
  const kind = statSync(path).isDirectory() ? "folder" : "file";
  const name = basename(resolve(path));
  const paths = kind === "folder" ? filesBelow(path).sort() : [name];
  const files = Object.fromEntries(
    paths.map((file): [string, string] => [file, sha256(readFileSync(kind === "folder" ? join(path, file) : path))]),
  );
  return { name, path, kind, digest: sha256(contentListing(files)), files };
}

/** Faults of a path that has to lead to a file or to a folder with at least one file. */
export function localPathFaults(field: string, path: string, kind?: "file" | "folder"): Fault[] {
  const found = statSync(path, { throwIfNoEntry: false });
  const here = `the program runs in ${process.cwd()}`;
  if (!found) return [{ field, value: path, rule: `there is no such ${kind ?? "file or folder"}`, fix: here }];
  if (kind === "file" && !found.isFile()) return [{ field, value: path, rule: "this is a folder, a file is needed" }];
  if (kind === "folder" && !found.isDirectory()) {
    return [{ field, value: path, rule: "this is a file, a folder is needed" }];
  }
  return found.isDirectory() && filesBelow(path).length === 0
    ? [{ field, value: path, rule: "the folder holds no file" }]
    : [];
}

function filesBelow(folder: string, prefix = ""): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true })
    .filter((entry) => !ignored.has(entry.name) && !entry.name.endsWith(".pyc"))
    .flatMap((entry) => {
      const path = posix.join(prefix, entry.name);
      return statSync(join(folder, path)).isDirectory() ? filesBelow(folder, path) : [path];
    });
}

/** SHA-256 of bytes or text, hexadecimal. */
export function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
