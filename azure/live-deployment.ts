import type { ConnectionSettings } from "../arm/connection";
import type { DeploymentStanding } from "../arm/deployment-change";
import { normalizeTraffic, type Traffic } from "../arm/traffic";
import { connect } from "./connect";
import { rightNamed } from "./right-named";

/** A deployment, by name. */
export interface DeploymentName {
  /** ARM id of the workspace. */
  workspaceId: string;
  endpointName: string;
  deploymentName: string;
}

/** How a deployment stands in the service; undefined where there is none. */
export async function liveDeployment(
  { workspaceId, endpointName, deploymentName }: DeploymentName,
  settings?: ConnectionSettings,
): Promise<DeploymentStanding | undefined> {
  const endpoints = connect(workspaceId, settings);
  const [endpoint, deployment] = await rightNamed(
    Promise.all([endpoints.get(endpointName), endpoints.getDeployment(endpointName, deploymentName)]),
  );
  if (!deployment) return undefined;
  const weightIn = (weights: Readonly<Traffic> | null | undefined): number =>
    normalizeTraffic(weights ?? {})[deploymentName.toLowerCase()] ?? 0;
  return {
    state: deployment.properties.provisioningState ?? "Succeeded",
    capacity: deployment.sku?.capacity,
    weight: weightIn(endpoint?.properties.traffic),
    mirrored: weightIn(endpoint?.properties.mirrorTraffic),
    content: deployment.properties,
  };
}

/** True where the workspace has an endpoint of this name. */
export async function endpointExists(
  { workspaceId, endpointName }: Omit<DeploymentName, "deploymentName">,
  settings?: ConnectionSettings,
): Promise<boolean> {
  return (await rightNamed(connect(workspaceId, settings).get(endpointName))) !== undefined;
}

/** Deletes a deployment and waits until it is gone. */
export async function removeDeployment(
  { workspaceId, endpointName, deploymentName }: DeploymentName,
  settings?: ConnectionSettings,
): Promise<void> {
  await connect(workspaceId, settings).deleteDeployment(endpointName, deploymentName);
}
