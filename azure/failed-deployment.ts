import type { ConnectionSettings } from "../arm/connection";
import { connect } from "./connect";
import type { DeploymentName } from "./live-deployment";
import { missingRight } from "./missing-right";

/** Seconds that the deletion of a failed deployment may take. */
const DELETION = 1800;

/**
 * Deletes a deployment that failed to be made. `gone`: there is none then; `there`: one is there that did not fail, or
 * could not be deleted; `unseen`: the role to look is missing too.
 */
export async function deleteFailed(
  { workspaceId, endpointName, deploymentName }: DeploymentName,
  settings?: ConnectionSettings,
): Promise<"gone" | "there" | "unseen"> {
  const endpoints = connect(workspaceId, settings);
  try {
    const left = await endpoints.getDeployment(endpointName, deploymentName);
    if (!left) return "gone";
    if (left.properties.provisioningState !== "Failed") return "there";
    await endpoints.deleteDeployment(endpointName, deploymentName, DELETION);
    return "gone";
  } catch (error) {
    return missingRight(error) ? "unseen" : "there";
  }
}
