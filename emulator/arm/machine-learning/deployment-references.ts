import type { ArmContext } from "../context";
import { ArmError } from "../http/errors";
import { textOf } from "../json";
import type { AssetKind, AssetVersion } from "./asset-kinds";
import { blobPlace } from "./blob-places";
import type { DeploymentAssets, DeploymentProperties } from "./deployment-record";
import type { WorkspaceRecord } from "./workspace-record";

/** Looks up what a deployment refers to; refuses what does not exist, all at once. */
export function requireAssets(
  context: ArmContext,
  workspace: WorkspaceRecord,
  properties: Pick<DeploymentProperties, "model" | "environmentId" | "codeConfiguration" | "dataCollector">,
): DeploymentAssets {
  const { model, environmentId, codeConfiguration } = properties;
  const missing: { target: string; message: string }[] = [];
  const look = (target: string, segment: AssetKind["segment"], id: string | undefined): AssetVersion | undefined => {
    if (id === undefined) return undefined;
    const found = assetVersion(context, workspace, segment, id);
    if (found === undefined) missing.push({ target, message: `'${id}' is no ${segment} version of the workspace` });
    return found;
  };
  const assets = {
    model: look("properties.model", "models", model),
    environment: look("properties.environmentId", "environments", environmentId),
    code: look("properties.codeConfiguration.codeId", "codes", codeConfiguration?.codeId),
  };
  for (const [name, { dataId }] of Object.entries(properties.dataCollector?.collections ?? {})) {
    const target = `properties.dataCollector.collections.${name}.dataId`;
    const data = look(target, "data", dataId);
    if (data && blobPlace(context, workspace, textOf(data.properties["dataUri"])) === undefined) {
      missing.push({ target, message: `'${dataId}' lies in no blob datastore of the workspace` });
    }
  }
  if (environmentId === undefined && assets.model?.properties["modelType"] !== "mlflow_model") {
    missing.push({ target: "properties.environmentId", message: "is required, except for MLflow models" });
  }
  if (missing.length === 0) return assets;
  const details = missing.map((fault) => ({ code: "BadArgument", ...fault }));
  throw new ArmError(
    400,
    "BadArgument",
    missing.map(({ target, message }) => `${target}: ${message}`).join("; "),
    details,
  );
}

/** The version that an ARM id or a `…/labels/latest` names, if it is one of this workspace. */
export function assetVersion(
  context: ArmContext,
  workspace: WorkspaceRecord,
  segment: AssetKind["segment"],
  id: string,
): AssetVersion | undefined {
  const folder = `${workspace.id}/${segment}/`;
  if (!id.toLowerCase().startsWith(folder.toLowerCase())) return undefined;
  const [asset, kind, version, ...rest] = id.slice(folder.length).split("/");
  if (asset === undefined || kind === undefined || version === undefined || rest.length > 0) return undefined;
  const { assetVersions } = context.records;
  if (kind.toLowerCase() === "versions") return assetVersions.get(id);
  const latest = kind.toLowerCase() === "labels" && version.toLowerCase() === "latest";
  return latest ? assetVersions.below(`${folder}${asset}`).at(-1) : undefined;
}
