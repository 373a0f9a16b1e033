import { createWriteStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import type { ContainerClient } from "./blob-container";
import { inParallel } from "./in-parallel";

/** Files that are fetched at once. */
const FILES_AT_ONCE = 4;

/**
 * Fetches a blob, or all blobs below a folder, with their paths in it. A file is there whole or not at all.
 *
 * @param path of the blob or folder, without a slash at the end
 * @returns the files, by their paths below `folder`; none where there is nothing
 */
export async function downloadBelow(
  container: ContainerClient,
  path: string,
  folder: string,
  onFile: (path: string) => void = () => undefined,
): Promise<string[]> {
  const files: string[] = [];
  for await (const { name: blob } of container.listBlobsFlat({ prefix: path })) {
    if (blob === path || (blob.startsWith(`${path}/`) && !blob.endsWith("/"))) files.push(blob);
  }
  const pathOf = (blob: string): string =>
    blob === path ? blob.slice(blob.lastIndexOf("/") + 1) : blob.slice(path.length + 1);
  await inParallel(files, FILES_AT_ONCE, async (blob) => {
    const file = join(folder, pathOf(blob));
    if (relative(folder, file).startsWith("..")) throw new Error(`the blob name "${blob}" leads out of its folder`);
    await mkdir(dirname(file), { recursive: true });
    const { readableStreamBody } = await container.getBlobClient(blob).download();
    if (!readableStreamBody) throw new Error(`${blob}: it came without content`);
    await pipeline(readableStreamBody, createWriteStream(`${file}.partial`));
    await rename(`${file}.partial`, file);
    onFile(pathOf(blob));
  });
  return files.map(pathOf).sort();
}
