import { rm } from "node:fs/promises";
import type { ArmContext } from "../context";
import { deploymentFolder, dropOtherFiles, fetchFiles } from "./deployment-files";
import type { DeploymentAssets, DeploymentRecord } from "./deployment-record";
import { deploymentCollection } from "./deployment-collection";
import { deploymentSpec } from "./deployment-spec";
import { workspaceOf } from "./paths";
import { injectedVariables } from "./secret-injection";

/**
 * Brings a deployment's files here and its instances up, after whatever is under way with it. Rejects with
 * DeploymentFailure where that does not succeed.
 */
export async function runDeployment(
  context: ArmContext,
  record: DeploymentRecord,
  assets: DeploymentAssets,
): Promise<void> {
  const turn = turnOf(record);
  // One that is to come back first does so now: a change that fails leaves it serving.
  context.returning.hurry(turn);
  await context.turns.take(turn, () => run(context, record, assets));
}

/** Like {@link runDeployment}, when it is its turn among those that come back. */
export async function returnDeployment(
  context: ArmContext,
  record: DeploymentRecord,
  assets: DeploymentAssets,
): Promise<void> {
  const turn = turnOf(record);
  await context.turns.take(turn, () => context.returning.take(turn, () => run(context, record, assets)));
}

/** Stops a deployment's instances and deletes its files. */
export async function stopDeployment(context: ArmContext, record: DeploymentRecord): Promise<void> {
  const { endpoint, name } = record;
  const turn = turnOf(record);
  context.returning.leave(turn);
  // What is coming up would be waited for.
  if (context.turns.busy(turn)) await context.serving.remove(endpoint, name);
  await context.turns.take(turn, async () => {
    await context.serving.remove(endpoint, name);
    await rm(deploymentFolder(context, endpoint, name), { recursive: true, force: true });
  });
}

async function run(context: ArmContext, record: DeploymentRecord, assets: DeploymentAssets): Promise<void> {
  context.turns.refuseLate();
  const folder = deploymentFolder(context, record.endpoint, record.name);
  const workspace = workspaceOf(context, record.id);
  const environmentVariables = injectedVariables(context, record);
  const files = await fetchFiles(context, workspace, folder, assets);
  context.turns.refuseLate();
  await context.serving.apply({
    ...deploymentSpec(record, assets, files),
    ...deploymentCollection(context, workspace, record),
    environmentVariables,
  });
  await dropOtherFiles(folder, assets);
}

function turnOf({ id }: DeploymentRecord): string {
  return id.toLowerCase();
}
