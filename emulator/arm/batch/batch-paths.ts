import type { ArmContext } from "../context";
import { resourceNotFound } from "../http/errors";
import { provider, requireWorkspace, workspacePath, type InEndpoint } from "../machine-learning/paths";
import type { BatchDeploymentRecord } from "./batch-deployment-record";
import type { BatchEndpointRecord } from "./batch-endpoint-record";

export const batchEndpointPath = `${workspacePath}/batchEndpoints/{endpoint}` as const;
export const batchDeploymentPath = `${batchEndpointPath}/deployments/{deployment}` as const;

export const batchEndpointType = `${provider}/workspaces/batchEndpoints` as const;
export const batchDeploymentType = `${batchEndpointType}/deployments` as const;

/** The batch endpoint that a path names, if there is one. */
export function findBatchEndpoint(context: ArmContext, request: InEndpoint): BatchEndpointRecord | undefined {
  const workspace = requireWorkspace(context, request);
  return context.records.batchEndpoints.get(`${workspace.id}/batchEndpoints/${request.name("endpoint")}`);
}

/** The batch endpoint that a path names, or 404. */
export function requireBatchEndpoint(
  context: ArmContext,
  request: InEndpoint & { name(placeholder: "group"): string },
): BatchEndpointRecord {
  const endpoint = findBatchEndpoint(context, request);
  if (endpoint) return endpoint;
  throw resourceNotFound(batchEndpointType, request.name("endpoint"), request.name("group"));
}

export interface InBatchDeployment {
  method: string;
  name(placeholder: "subscription" | "group" | "workspace" | "endpoint" | "deployment"): string;
}

/** The batch deployment that a path names, or 404. */
export function requireBatchDeployment(context: ArmContext, request: InBatchDeployment): BatchDeploymentRecord {
  const endpoint = requireBatchEndpoint(context, request);
  const name = request.name("deployment");
  const deployment = context.records.batchDeployments.get(`${endpoint.id}/deployments/${name}`);
  if (deployment) return deployment;
  throw resourceNotFound(batchDeploymentType, `${endpoint.name}/${name}`, request.name("group"));
}
