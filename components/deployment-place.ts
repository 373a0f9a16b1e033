import * as pulumi from "@pulumi/pulumi";
import { onlineEndpointId, parseOnlineDeploymentId } from "../arm/ids";
import { check, lift, now } from "./check";
import { azureNative } from "./once";
import type { OnlineDeployment } from "./online-deployment";
import { existingWorkspace, type WorkspaceParts } from "./workspace-ref";

/** A deployment, as what belongs to it needs it. */
export interface DeploymentPlace {
  /** ARM id. */
  id: pulumi.Input<string>;
  endpointId: pulumi.Input<string>;
  endpointName: pulumi.Input<string>;
  deploymentName: pulumi.Input<string>;
  workspace: WorkspaceParts;
  /** The deployment resource, where this program has it. */
  resource?: pulumi.Resource;
}

type DeploymentRef = OnlineDeployment | pulumi.Input<string>;

/** Where a deployment is that is given as a component or by its ARM id. */
export function deploymentPlace(component: pulumi.ComponentResource, deployment: DeploymentRef): DeploymentPlace {
  if (isComponent(deployment)) {
    const { id, deploymentName, endpoint, deployment: resource } = deployment;
    const { workspace, endpointName } = endpoint;
    const endpointId = pulumi.all([workspace.id, endpointName]).apply(([of, name]) => onlineEndpointId(of, name));
    return { id, endpointId, endpointName, deploymentName, workspace, resource };
  }
  check(component, component.constructor.name, idFaults(now(deployment)));
  const parts = lift(deployment, (id) => {
    check(component, component.constructor.name, idFaults(id));
    const { workspaceId = "", endpointName = "", deploymentName = "" } = parseOnlineDeploymentId(id) ?? {};
    return { workspaceId, endpointName, deploymentName, endpointId: onlineEndpointId(workspaceId, endpointName) };
  });
  const member = (name: "workspaceId" | "endpointName" | "deploymentName" | "endpointId"): pulumi.Input<string> =>
    lift(parts, (known) => known[name]);
  return {
    id: deployment,
    endpointId: member("endpointId"),
    endpointName: member("endpointName"),
    deploymentName: member("deploymentName"),
    workspace: existingWorkspace({ id: member("workspaceId") }, azureNative(component)),
  };
}

/** True where the deployment leaves its number of instances to an autoscale, and has none of its own yet. */
export function awaitsAutoscale(deployment: DeploymentRef): boolean {
  return !isComponent(deployment) || (deployment.scaling !== "declared" && deployment.autoscale === undefined);
}

function idFaults(id: string | undefined) {
  const form = "<workspace id>/onlineEndpoints/<endpoint>/deployments/<deployment>";
  return id === undefined || parseOnlineDeploymentId(id)
    ? []
    : [{ field: "deployment", value: id, rule: "this is not the ARM id of an online deployment", fix: `give ${form}` }];
}

function isComponent(deployment: DeploymentRef): deployment is OnlineDeployment {
  return pulumi.Resource.isInstance(deployment);
}
