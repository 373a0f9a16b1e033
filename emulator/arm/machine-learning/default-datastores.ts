import type { ArmContext } from "../context";
import { nameOf, written } from "../store/resource";
import type { DatastoreRecord } from "./datastore-record";
import { provider } from "./paths";
import type { WorkspaceRecord } from "./workspace-record";

/** The blob datastores that every workspace is born with; the first is the default one. */
export function openDatastores(context: ArmContext, workspace: WorkspaceRecord): DatastoreRecord[] {
  const accountName = nameOf(workspace.properties.storageAccount);
  return [
    datastore(
      context,
      workspace,
      { name: "workspaceblobstore", isDefault: true },
      {
        accountName,
        containerName: `azureml-blobstore-${workspace.properties.workspaceId}`,
      },
    ),
    datastore(
      context,
      workspace,
      { name: "workspaceartifactstore", isDefault: false },
      {
        accountName,
        containerName: "azureml",
      },
    ),
  ];
}

/** A blob datastore of a workspace. */
export function datastore(
  context: ArmContext,
  workspace: WorkspaceRecord,
  { name, isDefault }: { name: string; isDefault: boolean },
  place: { accountName: string; containerName: string },
): DatastoreRecord {
  return {
    id: `${workspace.id}/datastores/${name}`,
    name,
    type: `${provider}/workspaces/datastores`,
    properties: {
      datastoreType: "AzureBlob",
      ...place,
      endpoint: context.blobs.endpoint,
      protocol: "http",
      credentials: { credentialsType: "AccountKey" },
      serviceDataAccessAuthIdentity: "None",
      isDefault,
      subscriptionId: context.subscriptionId,
      resourceGroup: workspace.id.split("/")[4] ?? "",
      tags: {},
      properties: {},
    },
    systemData: written(context.now()),
  };
}
