import { parseWorkspaceId } from "./ids";

/** The ARM id of a batch endpoint. */
export function batchEndpointId(workspace: string, endpoint: string): string {
  return `${workspace}/batchEndpoints/${endpoint}`;
}

/** The ARM id of a deployment of a batch endpoint. */
export function batchDeploymentId(workspace: string, endpoint: string, deployment: string): string {
  return `${batchEndpointId(workspace, endpoint)}/deployments/${deployment}`;
}

const endpointPattern = /^(\/.+?)\/batchEndpoints\/([^/]+)$/i;

/** Takes a batch endpoint's ARM id apart; undefined where it is none. */
export function parseBatchEndpointId(id: string): { workspaceId: string; endpointName: string } | undefined {
  const [, workspace = "", endpointName = ""] = endpointPattern.exec(id) ?? [];
  return parseWorkspaceId(workspace) ? { workspaceId: workspace, endpointName } : undefined;
}

const deploymentPattern = /^(\/.+?)\/deployments\/([^/]+)$/i;

/** Takes the ARM id of a batch endpoint's deployment apart; undefined where it is none. */
export function parseBatchDeploymentId(
  id: string,
): { workspaceId: string; endpointName: string; deploymentName: string } | undefined {
  const [, endpoint = "", deploymentName = ""] = deploymentPattern.exec(id) ?? [];
  const parsed = parseBatchEndpointId(endpoint);
  return parsed && { ...parsed, deploymentName };
}

/** The ARM id of a compute. */
export function computeId(workspace: string, compute: string): string {
  return `${workspace}/computes/${compute}`;
}

const computePattern = /^(\/.+?)\/computes\/([^/]+)$/i;

/** Takes a compute's ARM id apart; undefined where it is none. */
export function parseComputeId(id: string): { workspaceId: string; computeName: string } | undefined {
  const [, workspace = "", computeName = ""] = computePattern.exec(id) ?? [];
  return parseWorkspaceId(workspace) ? { workspaceId: workspace, computeName } : undefined;
}
