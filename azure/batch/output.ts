import { createWriteStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import type { ArmClient } from "../arm-client";
import { openContainer } from "../blob-container";
import { openDatastore } from "../datastore";
import { inParallel } from "../in-parallel";

/** Files that are fetched at once. */
const FILES_AT_ONCE = 4;

const place = /(?:^|\/)datastores\/([^/]+)\/paths\/(.+)$/i;

/**
 * Fetches what a job has written: the file, or all files below the folder, with their paths in it. A file is there whole or
 * not at all.
 *
 * @param uri path of a datastore, as `BatchJob.outputUri` has it
 * @returns the files, by their paths below `folder`
 */
export async function downloadOutput(
  arm: ArmClient,
  { workspaceId, uri, folder }: { workspaceId: string; uri: string; folder: string },
  onFile: (path: string) => void = () => undefined,
): Promise<string[]> {
  const [, name, path = ""] = place.exec(uri) ?? [];
  const datastore = name === undefined ? undefined : await openDatastore(arm, workspaceId, name);
  if (!datastore) throw new Error(`${uri}: this is no path of a datastore of the workspace`);
  const container = await openContainer(datastore, arm.credential);
  const prefix = path.replace(/\/+$/, "");
  const files: string[] = [];
  for await (const { name: blob } of container.listBlobsFlat({ prefix })) {
    if (blob === prefix || (blob.startsWith(`${prefix}/`) && !blob.endsWith("/"))) files.push(blob);
  }
  if (files.length === 0) throw new Error(`${uri}: there is nothing yet`);
  const pathOf = (blob: string): string =>
    blob === prefix ? blob.slice(blob.lastIndexOf("/") + 1) : blob.slice(prefix.length + 1);
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
