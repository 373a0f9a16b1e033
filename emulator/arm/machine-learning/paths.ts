import type { ArmContext } from "../context";
import { conflict, parentNotFound, resourceNotFound } from "../http/errors";
import { groupPath, requireGroup } from "../resources/scopes";
import type { Place } from "../operations/answers";
import type { EndpointRecord } from "./endpoint-record";
import type { WorkspaceRecord } from "./workspace-record";

export const provider = "Microsoft.MachineLearningServices";
export const workspacePath = `${groupPath}/providers/${provider}/workspaces/{workspace}` as const;
export const endpointPath = `${workspacePath}/onlineEndpoints/{endpoint}` as const;
export const deploymentPath = `${endpointPath}/deployments/{deployment}` as const;

export interface InWorkspace {
  method: string;
  name(placeholder: "subscription" | "group" | "workspace"): string;
}

/** The workspace that a path goes through. */
export function requireWorkspace(context: ArmContext, request: InWorkspace): WorkspaceRecord {
  const group = requireGroup(context, request);
  const id = `${group.id}/providers/${provider}/workspaces/${request.name("workspace")}`;
  const workspace = context.records.workspaces.get(id);
  if (workspace === undefined) throw parentNotFound(`workspaces/${request.name("workspace")}`);
  if (request.method !== "GET" && workspace.properties.provisioningState === "Deleting") {
    throw conflict(`The workspace '${workspace.name}' is being deleted.`);
  }
  return workspace;
}

/** The workspace that `id` lies in. */
export function workspaceOf(context: ArmContext, id: string): WorkspaceRecord {
  const workspace = context.records.workspaces.get(id.split("/").slice(0, 9).join("/"));
  if (workspace === undefined) throw new Error(`the workspace of ${id} is gone`);
  return workspace;
}

export interface InEndpoint {
  method: string;
  name(placeholder: "subscription" | "group" | "workspace" | "endpoint"): string;
}

/** The endpoint that a path names, or 404. */
export function requireEndpoint(context: ArmContext, request: InEndpoint): EndpointRecord {
  const workspace = requireWorkspace(context, request);
  const endpoint = context.records.endpoints.get(`${workspace.id}/onlineEndpoints/${request.name("endpoint")}`);
  if (endpoint) return endpoint;
  throw resourceNotFound(`${provider}/workspaces/onlineEndpoints`, request.name("endpoint"), request.name("group"));
}

/** Where the documents of a workspace's operations lie. */
export function operationsOf(context: ArmContext, workspace: WorkspaceRecord): Place {
  return { subscription: context.subscriptionId, location: workspace.location };
}
