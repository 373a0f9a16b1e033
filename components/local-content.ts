import { createHash } from "node:crypto";
import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
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
const ignored = new Set(["__pycache__", ".git", ".venv", ".ipynb_checkpoints", ".DS_Store", "node_modules"]);

/** Reads what lies at `path`; the same bytes under the same names give the same digest on every machine. */
export function readLocalContent(path: string): LocalContent {
  const kind = statSync(path).isDirectory() ? "folder" : "file";
  const name = basename(resolve(path));
  const paths = kind === "folder" ? filesBelow(path).sort() : [name];
  const files = Object.fromEntries(
    paths.map((file): [string, string] => [file, fileDigest(kind === "folder" ? join(path, file) : path)]),
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
  if (found.isFile()) return [];
  const files = filesBelow(path);
  if (files.length === 0) return [{ field, value: path, rule: "the folder holds no file" }];
  const broken = files.filter((file) => !statSync(join(path, file), { throwIfNoEntry: false }));
  return broken.map((file) => ({ field, value: join(path, file), rule: "this link leads nowhere" }));
}

/** Paths of all files below a folder. A link that leads nowhere counts as a file, so that the fault can name it. */
export function filesBelow(folder: string, prefix = ""): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true })
    .filter((entry) => !ignored.has(entry.name) && !entry.name.endsWith(".pyc"))
    .flatMap((entry) => {
      const path = posix.join(prefix, entry.name);
      const found = statSync(join(folder, path), { throwIfNoEntry: false });
      return found?.isDirectory() ? filesBelow(folder, path) : [path];
    });
}

/** SHA-256 of a file, read in pieces: models may be larger than memory. */
function fileDigest(path: string): string {
  const hash = createHash("sha256");
  const piece = Buffer.allocUnsafe(1024 * 1024);
  const file = openSync(path, "r");
  try {
    for (let length = readSync(file, piece); length > 0; length = readSync(file, piece)) {
      hash.update(piece.subarray(0, length));
    }
    return hash.digest("hex");
  } finally {
    closeSync(file);
  }
}

/** SHA-256 of a text, hexadecimal. */
export function sha256(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}
