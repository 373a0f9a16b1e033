import type { ArmContext } from "../context";
import type { WorkspaceRecord } from "./workspace-record";

/** Where a file or a folder lies in a blob store. */
export interface BlobPlace {
  account: string;
  container: string;
  /** Name of a blob, or the prefix of a folder's blobs without its last slash. */
  path: string;
}

const datastoreUri = /^azureml:\/\/(?:.*\/)?datastores\/([^/]+)\/paths\/(.+)$/i;
const hostUri = /^https?:\/\/([a-z0-9]+)\.blob\.[^/]+\/([^/]+)\/([^?]+)/i;

/** The place that a URI names: a path of a datastore, or a blob URL with the account in its path or its host. */
export function blobPlace(context: ArmContext, workspace: WorkspaceRecord, uri: string): BlobPlace | undefined {
  const [, name, datastorePath] = datastoreUri.exec(uri) ?? [];
  if (name !== undefined && datastorePath !== undefined) {
    const datastore = context.records.datastores.get(`${workspace.id}/datastores/${name}`);
    if (datastore === undefined) return undefined;
    const { accountName, containerName } = datastore.properties;
    return place(accountName, containerName, datastorePath);
  }
  const local = `http://${context.blobs.endpoint}/`;
  const [account, container, ...path] = uri.startsWith(local)
    ? (uri.slice(local.length).split("?")[0] ?? "").split("/")
    : (hostUri.exec(uri)?.slice(1) ?? []);
  if (account === undefined || container === undefined || path.length === 0) return undefined;
  return place(account, container, decoded(path.join("/")));
}

function place(account: string, container: string, path: string): BlobPlace {
  return { account, container, path: path.replace(/\/+$/, "") };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
