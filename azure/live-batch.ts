import type { ConnectionSettings } from "../arm/connection";
import { BatchEndpoints } from "./batch-endpoints";
import { openArm } from "./connect";
import type { DeploymentName } from "./live-deployment";
import { rightNamed } from "./right-named";

/** How a deployment of a batch endpoint stands: whether jobs that ask for none go to it. Undefined where there is none. */
export async function liveBatchDeployment(
  { workspaceId, endpointName, deploymentName }: DeploymentName,
  settings?: ConnectionSettings,
): Promise<{ isDefault: boolean } | undefined> {
  const endpoints = new BatchEndpoints(workspaceId, openArm(settings));
  const [endpoint, deployment] = await rightNamed(
    Promise.all([endpoints.get(endpointName), endpoints.getDeployment(endpointName, deploymentName)]),
  );
  const byDefault = endpoint?.properties.defaults?.deploymentName?.toLowerCase();
  return deployment && { isDefault: byDefault === deploymentName.toLowerCase() };
}

/** True where the workspace has a batch endpoint of this name. */
export async function batchEndpointExists(
  { workspaceId, endpointName }: Omit<DeploymentName, "deploymentName">,
  settings?: ConnectionSettings,
): Promise<boolean> {
  const endpoints = new BatchEndpoints(workspaceId, openArm(settings));
  return (await rightNamed(endpoints.get(endpointName))) !== undefined;
}
