import { rm } from "node:fs/promises";
import type { ArmContext } from "../context";
import { deploymentFolder, dropOtherFiles, fetchFiles } from "./deployment-files";
import type { DeploymentAssets, DeploymentRecord } from "./deployment-record";
import { deploymentSpec } from "./deployment-spec";
import { workspaceOf } from "./paths";

/**
 * Brings a deployment's files here and its instances up, after whatever is under way with it. Rejects with
 * DeploymentFailure where that does not succeed.
 */
export async function runDeployment(
  context: ArmContext,
  record: DeploymentRecord,
  assets: DeploymentAssets,
): Promise<void> {
  await context.turns.take(turnOf(record), async () => {
    const folder = deploymentFolder(context, record.endpoint, record.name);
    const files = await fetchFiles(context, workspaceOf(context, record.id), folder, assets);
    context.turns.refuseLate();
    await context.serving.apply(deploymentSpec(record, assets, files));
    await dropOtherFiles(folder, assets);
  });
}

/** Stops a deployment's instances and deletes its files. */
export async function stopDeployment(context: ArmContext, record: DeploymentRecord): Promise<void> {
  const { endpoint, name } = record;
  // What is coming up would be waited for.
  if (context.turns.busy(turnOf(record))) await context.serving.remove(endpoint, name);
  await context.turns.take(turnOf(record), async () => {
    await context.serving.remove(endpoint, name);
    await rm(deploymentFolder(context, endpoint, name), { recursive: true, force: true });
  });
}

/**
 * Runs again what ran when the emulator ended, without waiting for it: until a deployment is up its scoring is answered
 * 424, and changes of it wait for their turn.
 */
export function bringBackDeployments(context: ArmContext, log: (line: string) => void): void {
  for (const record of context.records.deployments.all()) {
    const { assets, endpoint, name, properties } = record;
    if (assets === undefined || properties.provisioningState === "Deleting") continue;
    runDeployment(context, record, assets).catch((error: unknown) => {
      if (context.turns.isClosed) return;
      const reason = error instanceof Error ? error.message : String(error);
      log(`deployment ${endpoint}/${name} did not come up again: ${reason}`);
    });
  }
}

function turnOf({ id }: DeploymentRecord): string {
  return id.toLowerCase();
}
