import { getWorkspaceOutput } from "@pulumi/azure-native/machinelearningservices";
import * as pulumi from "@pulumi/pulumi";
import type { Fault } from "../arm/fault";
import { parseWorkspaceId } from "../arm/ids";
import { check, lift, now } from "./check";

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

/** The parts of a reference; a bare ARM id is looked up once for the region. */
export function resolveWorkspace(component: pulumi.ComponentResource, workspace: WorkspaceRef): WorkspaceParts {
  if (isParts(workspace)) return workspace;
  check(component, component.constructor.name, workspaceIdFaults(now(workspace)));
  return existingWorkspace({ id: workspace }, { parent: component });
}

/** Reads a workspace that exists. Nothing is made or changed. */
export function existingWorkspace(existing: ExistingWorkspace, opts?: pulumi.InvokeOptions): WorkspaceParts {
  const { workspaceName, resourceGroupName } = "id" in existing ? namesOf(existing.id) : existing;
  const found = getWorkspaceOutput({ workspaceName, resourceGroupName }, opts);
  const id = "id" in existing ? existing.id : found.apply((workspace) => workspace.id);
  return { id, workspaceName, resourceGroupName, location: found.apply(({ location }) => location ?? "") };
}

/** Faults of what should be a workspace's ARM id. */
export function workspaceIdFaults(id: string | undefined): Fault[] {
  const form =
    "/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.MachineLearningServices/workspaces/<name>";
  return id === undefined || parseWorkspaceId(id)
    ? []
    : [
        {
          field: "workspace",
          value: id,
          rule: "this is not the ARM id of a workspace",
          fix: `give a Workspace, or ${form}`,
        },
      ];
}

function namesOf(id: pulumi.Input<string>): Pick<WorkspaceParts, "workspaceName" | "resourceGroupName"> {
  const names = lift(id, (known) => parseWorkspaceId(known) ?? { workspaceName: "", resourceGroupName: "" });
  return {
    workspaceName: lift(names, ({ workspaceName }) => workspaceName),
    resourceGroupName: lift(names, ({ resourceGroupName }) => resourceGroupName),
  };
}

function isParts(workspace: WorkspaceRef): workspace is WorkspaceParts {
  return typeof workspace === "object" && "workspaceName" in workspace;
}
