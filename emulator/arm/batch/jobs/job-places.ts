import type { ArmContext } from "../../context";
import { blobPlace, type BlobPlace } from "../../machine-learning/blob-places";
import { assetVersion } from "../../machine-learning/deployment-references";
import type { WorkspaceRecord } from "../../machine-learning/workspace-record";

const asset = /\/data\/([^/]+)\/(?:versions\/(?:labels\/)?|labels\/)([^/]+)\/?$/i;
const datastore = /(?:^|\/)datastores\/([^/]+)\/paths\/(.+)$/i;

/**
 * The place in a blob store that a job's URI names: a path of a datastore in any of its spellings
 * (`azureml://datastores/…`, an ARM id with `/paths/…`, either after `azureml:`), a registered data asset, or a blob's URL.
 */
export function jobPlace(context: ArmContext, workspace: WorkspaceRecord, uri: string): BlobPlace | undefined {
  const [, name, version] = asset.exec(uri) ?? [];
  if (name !== undefined && version !== undefined) {
    const kind = version.toLowerCase() === "latest" ? "labels" : "versions";
    const found = assetVersion(context, workspace, "data", `${workspace.id}/data/${name}/${kind}/${version}`);
    const dataUri = found?.properties["dataUri"];
    return typeof dataUri === "string" ? jobPlace(context, workspace, dataUri) : undefined;
  }
  const found = datastorePath(uri);
  if (found) return blobPlace(context, workspace, `azureml://datastores/${found.datastore}/paths/${found.path}`);
  return blobPlace(context, workspace, uri);
}

/** Datastore and path that a URI names in any of its spellings; undefined where it is no path of a datastore. */
export function datastorePath(uri: string): { datastore: string; path: string } | undefined {
  const [, name, path] = datastore.exec(uri) ?? [];
  return name === undefined || path === undefined ? undefined : { datastore: name, path };
}
