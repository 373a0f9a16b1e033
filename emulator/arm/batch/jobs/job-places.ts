import type { ArmContext } from "../../context";
import { blobPlace, type BlobPlace } from "../../machine-learning/blob-places";
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
    const folder = `${workspace.id}/data/${name}`;
    const { assetVersions } = context.records;
    const isLatest = version.toLowerCase() === "latest";
    const found = isLatest ? assetVersions.below(folder).at(-1) : assetVersions.get(`${folder}/versions/${version}`);
    const dataUri = found?.properties["dataUri"];
    return typeof dataUri === "string" ? jobPlace(context, workspace, dataUri) : undefined;
  }
  const [, store, path] = datastore.exec(uri) ?? [];
  if (store !== undefined) return blobPlace(context, workspace, `azureml://datastores/${store}/paths/${path}`);
  return blobPlace(context, workspace, uri);
}
