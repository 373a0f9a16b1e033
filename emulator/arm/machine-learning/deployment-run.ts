import { rm } from "node:fs/promises";
import type { ArmContext } from "../context";
import { deploymentFolder, dropOtherFiles, fetchFiles } from "./deployment-files";
import type { DeploymentRecord } from "./deployment-record";
import type { DeploymentAssets } from "./deployment-references";
import { deploymentSpec } from "./deployment-spec";
import type { WorkspaceRecord } from "./workspace-record";

/** Brings a deployment's files here and its instances up. Rejects with DeploymentFailure where that does not succeed. */
export async function runDeployment(
  context: ArmContext,
  workspace: WorkspaceRecord,
  record: DeploymentRecord,
  assets: DeploymentAssets,
): Promise<void> {
  const folder = deploymentFolder(context, record.endpoint, record.name);
  const files = await fetchFiles(context, workspace, folder, assets);
  await context.serving.apply(deploymentSpec(record, assets, files));
  await dropOtherFiles(folder, assets);
}

/** Stops a deployment's instances and deletes its files. */
export async function stopDeployment(context: ArmContext, { endpoint, name }: DeploymentRecord): Promise<void> {
  await context.serving.remove(endpoint, name);
  await rm(deploymentFolder(context, endpoint, name), { recursive: true, force: true });
}
