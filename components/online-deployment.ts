import { OnlineDeployment as Deployment } from "@pulumi/azure-native/machinelearningservices";
import * as pulumi from "@pulumi/pulumi";
import { onlineDeploymentId } from "../arm/ids";
import { check } from "./check";
import { explicitConnection } from "./connection";
import type { CollectorRoles } from "./collector-roles";
import { DataCollector } from "./data-collector";
import { collectionWarnings } from "./collection-warnings";
import { deploymentGuard, type EndpointGuards } from "./deployment-guard";
import type { OnlineDeploymentResource, OnlineDeploymentSpec } from "./deployment-args";
import { deploymentFaults, sizeFaults } from "./deployment-faults";
import { deploymentProperties } from "./deployment-shape";
import { Autoscale } from "./autoscale";
import { after, gate } from "./gate";
import { together } from "./hook";
import { scalingOf, type Scaling, sentInstances } from "./scaling";
import { untilRolesCount } from "./role-hook";
import { transformed } from "./transform";
import type { WorkspaceParts } from "./workspace-ref";

/** The endpoint that a deployment belongs to. A `ManagedOnlineEndpoint` is one. */
export interface EndpointParts {
  workspace: WorkspaceParts;
  endpointName: pulumi.Input<string>;
  /** The endpoint resource, where this program has it: a deployment goes with it. */
  endpoint?: pulumi.Resource;
  /** What the guards of its deployments share. */
  guards?: EndpointGuards;
  /** By which roles its deployments write collected data, where this program makes the endpoint. */
  collectorRoles?: CollectorRoles;
}

/** A deployment of an endpoint. */
export interface OnlineDeploymentArgs extends OnlineDeploymentSpec {
  endpoint: EndpointParts;
  /** Name of the deployment in its endpoint, and key of its weight. */
  deploymentName: string;
}

/** What the service fills in and no argument says: an import or a refresh brings it into the state, and it may stay there. */
const keptByService = ["kind", "properties.properties"];

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
  /** What it collects; undefined where it collects nothing. */
  public readonly dataCollector: DataCollector | undefined;
  /** Who moves the number of instances. */
  public readonly scaling: Scaling;
  /** Its autoscale, where it has one of its own. */
  public readonly autoscale?: Autoscale;
  /** The endpoint that it belongs to. */
  public readonly endpoint: EndpointParts;

  constructor(name: string, args: OnlineDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azureml:index:OnlineDeployment", name, {}, opts);
    const { endpoint, deploymentName, instanceCount, instanceType } = args;
    const subject = `OnlineDeployment ${name}`;
    check(this, subject, deploymentFaults("deployment", deploymentName, args));
    for (const warning of collectionWarnings(args)) void pulumi.log.warn(warning, this);
    const checked = gate({ component: this, name, subject }, { instanceCount, instanceType }, (size) =>
      sizeFaults("deployment", size, args.autoscale),
    );
    this.endpoint = endpoint;
    this.scaling = scalingOf(args);
    const workspaceId = endpoint.workspace.id;
    const { endpointName } = endpoint;
    const child = { name: `${name}-deployment`, parent: this };
    const guard = deploymentGuard(
      child,
      { workspaceId, endpointName, deploymentName, connection: explicitConnection(this), scaling: this.scaling },
      endpoint.guards,
    );

    this.deploymentName = deploymentName.toLowerCase();
    this.dataCollector =
      args.dataCollector &&
      new DataCollector(`${name}-collector`, { ...args.dataCollector, endpoint, deploymentName }, { parent: this });
    const role = this.dataCollector?.role;
    const described = {
      location: endpoint.workspace.location,
      ...(args.tags === undefined ? {} : { tags: args.tags }),
      ...(args.identity === undefined ? {} : { identity: args.identity }),
      properties: deploymentProperties(args, this.dataCollector?.properties),
    };
    const capacity =
      this.scaling === "declared" ? instanceCount : sentInstances(this, name, { ...args, described }, after(checked));
    this.deployment = new Deployment(
      ...transformed<OnlineDeploymentResource>(
        args.transform?.deployment,
        child.name,
        {
          workspaceName: endpoint.workspace.workspaceName,
          resourceGroupName: endpoint.workspace.resourceGroupName,
          endpointName,
          deploymentName: this.deploymentName,
          sku: { name: "Default", capacity },
          ...described,
        },
        {
          parent: this,
          dependsOn: after(checked, ...[endpoint.endpoint, role].flatMap((needed) => needed ?? [])),
          deletedWith: endpoint.endpoint,
          deleteBeforeReplace: false,
          import: args.import,
          ignoreChanges: keptByService,
          customTimeouts: { create: "3h", update: "3h", delete: "1h", ...args.timeouts },
          hooks: together(guard, untilRolesCount(this, child, args)),
        },
      ),
    );
    this.id = pulumi
      .all([workspaceId, endpointName, this.deployment.urn])
      .apply(([workspace, endpoint]) => onlineDeploymentId(workspace, endpoint, this.deploymentName));
    if (args.autoscale) {
      this.autoscale = new Autoscale(`${name}-autoscale`, { ...args.autoscale, deployment: this }, { parent: this });
    }
    this.registerOutputs({ id: this.id });
  }
}

/** The deployments of an endpoint, as its children: `<name>-<deployment>`. */
export function declareDeployments(
  name: string,
  endpoint: EndpointParts & pulumi.Resource,
  specs: Readonly<Record<string, OnlineDeploymentSpec>> = {},
): Record<string, OnlineDeployment> {
  return Object.fromEntries(
    Object.entries(specs).map(([key, spec]) => [
      key,
      new OnlineDeployment(
        `${name}-${key.toLowerCase()}`,
        { ...spec, endpoint, deploymentName: key },
        { parent: endpoint },
      ),
    ]),
  );
}
