import { getWorkspaceOutput } from "@pulumi/azure-native/machinelearningservices";
import * as pulumi from "@pulumi/pulumi";
import { subscriptionFaults } from "../arm/account";
import { workspaceFaults } from "../arm/endpoint-settings-faults";
import type { Fault } from "../arm/fault";
import { parseWorkspaceId } from "../arm/ids";
import { check, now } from "./check";
import { clientConfig } from "./client-config";
import { askedOnce, azureNative } from "./once";

/** A workspace as components need it. A `Workspace` is one. */
export interface WorkspaceParts {
  /** ARM id. */
  id: pulumi.Input<string>;
  workspaceName: pulumi.Input<string>;
  resourceGroupName: pulumi.Input<string>;
  /** Region, for example `westeurope`; endpoints and deployments live in their workspace's region. */
  location: pulumi.Input<string>;
}

/** A workspace: a `Workspace`, or the ARM id of one in any resource group. */
export type WorkspaceRef = WorkspaceParts | pulumi.Input<string>;

/** A workspace that exists, by ARM id or by name. */
export type ExistingWorkspace =
  { id: pulumi.Input<string> } | { workspaceName: pulumi.Input<string>; resourceGroupName: pulumi.Input<string> };

/** The parts of a reference; a bare ARM id is looked up for the region, once in a program. */
export function resolveWorkspace(component: pulumi.ComponentResource, workspace: WorkspaceRef): WorkspaceParts {
  if (isParts(workspace)) return workspace;
  check(component, component.constructor.name, workspaceIdFaults(now(workspace)));
  return askedOnce(azureNative(component), workspace, (options) => existingWorkspace({ id: workspace }, options));
}

/** Reads a workspace that exists. Nothing is made or changed. */
export function existingWorkspace(existing: ExistingWorkspace, opts?: pulumi.InvokeOptions): WorkspaceParts {
  const { workspaceName, resourceGroupName } = "id" in existing ? namesOf(existing.id, opts) : existing;
  const found = getWorkspaceOutput({ workspaceName, resourceGroupName }, opts);
  const id = "id" in existing ? existing.id : found.apply((workspace) => workspace.id);
  return { id, workspaceName, resourceGroupName, location: found.apply(({ location }) => location ?? "") };
}

/** Faults of what should be a workspace's ARM id. */
export function workspaceIdFaults(id: string | undefined): Fault[] {
  const form =
    "/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.MachineLearningServices/workspaces/<name>";
  const faults = id === undefined ? [] : workspaceFaults("workspace", id);
  return faults.map((fault) => ({ ...fault, fix: `give a Workspace, or ${form}` }));
}

/**
 * The names in an id. azure-native makes what belongs to the workspace in its own subscription, whatever the id says, so
 * an id of another subscription is refused before anything has a name to be made under.
 */
function namesOf(id: pulumi.Input<string>, opts: pulumi.InvokeOptions = {}) {
  const account = clientConfig(opts.provider ? opts : azureNative(opts.parent));
  const names = pulumi.all([id, account]).apply(([given, where]) => {
    check(undefined, "workspace", [...workspaceIdFaults(given), ...subscriptionFaults("workspace", given, where)]);
    return parseWorkspaceId(given);
  });
  return {
    workspaceName: names.apply((parsed) => parsed?.workspaceName ?? ""),
    resourceGroupName: names.apply((parsed) => parsed?.resourceGroupName ?? ""),
  };
}

function isParts(workspace: WorkspaceRef): workspace is WorkspaceParts {
  return typeof workspace === "object" && "workspaceName" in workspace;
}
