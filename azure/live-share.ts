import type { ConnectionSettings } from "../arm/connection";
import { normalizeTraffic, type Traffic } from "../arm/traffic";
import { connect } from "./connect";

/** A deployment, by name. */
export interface DeploymentName {
  /** ARM id of the workspace. */
  workspaceId: string;
  endpointName: string;
  deploymentName: string;
}

/**
 * The share of an endpoint's requests that reaches a deployment, in words: `90 percent of the live traffic`. Undefined
 * where it has neither weight nor mirror, or does not exist.
 */
export async function liveShare(name: DeploymentName, settings?: ConnectionSettings): Promise<string | undefined> {
  const endpoint = await connect(name.workspaceId, settings).get(name.endpointName);
  const weightIn = (weights: Readonly<Traffic> | null | undefined): number =>
    normalizeTraffic(weights ?? {})[name.deploymentName.toLowerCase()] ?? 0;
  const weight = weightIn(endpoint?.properties.traffic);
  const mirrored = weightIn(endpoint?.properties.mirrorTraffic);
  if (weight > 0) return `${weight} percent of the live traffic`;
  return mirrored > 0 ? `a mirror of ${mirrored} percent of the live traffic` : undefined;
}
