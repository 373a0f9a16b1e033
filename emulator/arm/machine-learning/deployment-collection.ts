import type { DataCollection, ModelDataCollection } from "../../collection/contract";
import type { ArmContext } from "../context";
import { textOf } from "../json";
import { nameOf } from "../store/resource";
import { blobPlace } from "./blob-places";
import type { DeploymentRecord } from "./deployment-record";
import { assetVersion } from "./deployment-references";
import type { WorkspaceRecord } from "./workspace-record";

/** What a deployment collects and where it goes, as the serving side needs it. */
export function deploymentCollection(
  context: ArmContext,
  workspace: WorkspaceRecord,
  record: DeploymentRecord,
): { dataCollection?: DataCollection; modelDataCollection?: ModelDataCollection } {
  const dataCollection = collected(context, workspace, record);
  const variables = record.properties.environmentVariables;
  return {
    ...(dataCollection && { dataCollection }),
    ...(variables["AML_MODEL_DC_STORAGE_ENABLED"]?.toLowerCase() === "true"
      ? { modelDataCollection: modelData(context, workspace) }
      : {}),
  };
}

function collected(
  context: ArmContext,
  workspace: WorkspaceRecord,
  { id, name: deployment, endpoint, properties }: DeploymentRecord,
): DataCollection | undefined {
  const { dataCollector } = properties;
  if (dataCollector === undefined) return undefined;
  const enabled = Object.entries(dataCollector.collections).flatMap(
    ([given, { dataCollectionMode, samplingRate, dataId }]) => {
      if (dataCollectionMode === "Disabled") return [];
      const name = given.toLowerCase();
      const asset = dataId === undefined ? undefined : assetVersion(context, workspace, "data", dataId);
      const usual = `azureml://datastores/workspaceblobstore/paths/modelDataCollector/${endpoint}/${deployment}/${name}`;
      const place = blobPlace(context, workspace, asset ? textOf(asset.properties["dataUri"]) : usual);
      return place === undefined ? [] : [[name, { samplingRate, place }] as const];
    },
  );
  return {
    source: id,
    collections: Object.fromEntries(enabled),
    rollingRate: dataCollector.rollingRate,
    captureHeaders: dataCollector.requestLogging?.captureHeaders ?? [],
  };
}

/** The older collector has a container of its own in the workspace's storage account. */
function modelData({ subscriptionId }: ArmContext, { id, name, properties }: WorkspaceRecord): ModelDataCollection {
  const place = { account: nameOf(properties.storageAccount), container: "modeldata", path: "" };
  return { place, subscriptionId, resourceGroupName: id.split("/")[4] ?? "", workspaceName: name };
}
