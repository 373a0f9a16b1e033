import type { ConnectionSettings } from "../arm/connection";
import { parseWorkspaceId } from "../arm/ids";
import { ArmClient } from "./arm-client";
import { BatchClient } from "./batch/batch-client";
import { findCloud } from "./cloud";
import { environmentSettings } from "./connection-settings";
import { openCredential } from "./credentials";
import { OnlineEndpoints } from "./online-endpoints";

/** Connects to ARM. Settings that are absent come from `ARM_*` variables; `PULUMI_AZUREML_ARM_URL` leads to a local Azure ML. */
export function openArm(settings: ConnectionSettings = {}, env: NodeJS.ProcessEnv = process.env): ArmClient {
  const all = { ...environmentSettings(env), ...settings };
  const cloud = findCloud(all.environment, env["PULUMI_AZUREML_ARM_URL"]);
  return new ArmClient(cloud, openCredential(all, cloud, env));
}

/**
 * Connects to the online endpoints of a workspace. Nothing is sent before the first call.
 *
 * @param workspaceId ARM id of the workspace
 * @param settings how to sign in; what is absent comes from `ARM_*` variables, else the az CLI's sign-in is used
 * @example
 * const endpoints = connect("/subscriptions/…/workspaces/fraud");
 * console.log((await endpoints.get("fraud"))?.properties.traffic);
 */
export function connect(workspaceId: string, settings?: ConnectionSettings): OnlineEndpoints {
  return new OnlineEndpoints(checkedWorkspace(workspaceId), openArm(settings));
}

/**
 * Connects to a batch endpoint of a workspace, to ask for jobs and to follow them.
 *
 * @param workspaceId ARM id of the workspace
 * @param settings as {@link connect} takes them
 * @throws Error where the workspace has no batch endpoint of this name
 * @example
 * const client = await connectBatch("/subscriptions/…/workspaces/fraud", "nightly");
 * const { name } = await client.invoke({ input: { type: "UriFolder", uri: "azureml://datastores/in/paths/today" } });
 * console.log((await client.follow(name)).status);
 */
export async function connectBatch(
  workspaceId: string,
  endpoint: string,
  settings?: ConnectionSettings,
): Promise<BatchClient> {
  return BatchClient.open(openArm(settings), checkedWorkspace(workspaceId), endpoint);
}

function checkedWorkspace(workspaceId: string): string {
  if (parseWorkspaceId(workspaceId)) return workspaceId;
  throw new Error(`workspaceId: "${workspaceId}" given, this is not the ARM id of a workspace`);
}
