import type { ArmClient } from "../arm-client";
import { openContainer } from "../blob-container";
import { downloadBelow } from "../blob-download";
import { openDatastore } from "../datastore";

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
  onFile?: (path: string) => void,
): Promise<string[]> {
  const [, name, path = ""] = place.exec(uri) ?? [];
  const datastore = name === undefined ? undefined : await openDatastore(arm, workspaceId, name);
  if (!datastore) throw new Error(`${uri}: this is no path of a datastore of the workspace`);
  const container = await openContainer(datastore, arm.credential);
  const files = await downloadBelow(container, path.replace(/\/+$/, ""), folder, onFile);
  if (files.length === 0) throw new Error(`${uri}: there is nothing yet`);
  return files;
}
