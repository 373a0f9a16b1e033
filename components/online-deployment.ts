import { OnlineDeployment as Deployment } from "@pulumi/azure-native/machinelearningservices";
import * as pulumi from "@pulumi/pulumi";
import { onlineDeploymentId } from "../arm/ids";
import { after, check, gate } from "./check";
import { explicitConnection } from "./connection";
import { contentGuard } from "./content-guard";
import type { OnlineDeploymentResource, OnlineDeploymentSpec } from "./deployment-args";
import { deploymentFaults, sizeFaults } from "./deployment-faults";
import { deploymentProperties } from "./deployment-shape";
import { together } from "./error-hooks";
import { untilRolesCount } from "./role-hook";
import { transformed } from "./transform";
import type { WorkspaceParts } from "./workspace-ref";

/** The endpoint that a deployment belongs to. A `ManagedOnlineEndpoint` is one. */
export interface EndpointParts {
  workspace: WorkspaceParts;
  endpointName: pulumi.Input<string>;
  /** The endpoint resource: a deployment goes with it. */
  endpoint: pulumi.Resource;
}

/** A deployment of an endpoint. */
export interface OnlineDeploymentArgs extends OnlineDeploymentSpec {
  endpoint: EndpointParts;
  /** Name of the deployment in its endpoint, and key of its weight. */
  deploymentName: string;
}

/**
 * A deployment of a managed online endpoint. New deployments get no traffic: weights are the endpoint's. What runs in it
 * changes only while it has neither weight nor mirror; otherwise a new deployment goes beside it.
 */
export class OnlineDeployment extends pulumi.ComponentResource {
  /** ARM id. */
  public readonly id: pulumi.Output<string>;
  public readonly deploymentName: string;
  /** The deployment resource. */
  public readonly deployment: pulumi.CustomResource;

  constructor(name: string, args: OnlineDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azureml:index:OnlineDeployment", name, {}, opts);
    const { endpoint, deploymentName, instanceCount, instanceType } = args;
    const subject = `OnlineDeployment ${name}`;
    check(this, subject, deploymentFaults("deployment", deploymentName, args));
    const checked = gate(this, subject, { instanceCount, instanceType }, (size) => sizeFaults("deployment", size));
    const workspaceId = endpoint.workspace.id;
    const guard = contentGuard(name, {
      workspaceId,
      endpointName: endpoint.endpointName,
      deploymentName,
      connection: explicitConnection(this),
    });

    this.deploymentName = deploymentName.toLowerCase();
    this.deployment = new Deployment(
      ...transformed<OnlineDeploymentResource>(
        args.transform?.deployment,
        `${name}-deployment`,
        {
          workspaceName: endpoint.workspace.workspaceName,
          resourceGroupName: endpoint.workspace.resourceGroupName,
          endpointName: endpoint.endpointName,
          deploymentName: this.deploymentName,
          location: endpoint.workspace.location,
          sku: { name: "Default", capacity: instanceCount },
          ...(args.tags === undefined ? {} : { tags: args.tags }),
          ...(args.identity === undefined ? {} : { identity: args.identity }),
          properties: deploymentProperties(args),
        },
        {
          parent: this,
          dependsOn: after(checked, endpoint.endpoint),
          deletedWith: endpoint.endpoint,
          deleteBeforeReplace: false,
          customTimeouts: { create: "3h", update: "3h", delete: "1h", ...args.timeouts },
          hooks: together(guard, untilRolesCount(this, name, args)),
        },
      ),
    );
    this.id = pulumi
      .all([workspaceId, endpoint.endpointName, this.deployment.urn])
      .apply(([workspace, endpointName]) => onlineDeploymentId(workspace, endpointName, this.deploymentName));
    this.registerOutputs({ id: this.id });
  }
}
