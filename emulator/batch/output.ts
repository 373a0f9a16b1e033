import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";

import type { OutputSink } from "./contract";

/** Writes the rows of all mini batches into one file, one mini batch after the other. */
export async function joinParts(parts: Iterable<string>, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await pipeline(async function* () {
    for (const part of parts) yield* createReadStream(part);
  }, createWriteStream(target));
}

/** Gives a sink every file below a folder, one after the other. */
export async function putAll(folder: string, sink: OutputSink): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  for (const file of files.sort()) await sink.put(relative(folder, file).split(sep).join("/"), file);
}
