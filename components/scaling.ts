import * as pulumi from "@pulumi/pulumi";
import { canonicalText } from "../arm/deployment-content";
import { shortHash } from "../rollout/hash";
import { explicitConnection } from "./connection";
import type { OnlineDeploymentSpec } from "./deployment-args";
import { InstanceCount } from "./instance-count";
import type { OnlineDeploymentArgs } from "./online-deployment";

/** Who moves a deployment's number of instances: the program, its own `autoscale`, or somebody else. */
export type Scaling = "declared" | "own autoscale" | "elsewhere";

export function scalingOf({ autoscale, autoscaled }: Pick<OnlineDeploymentSpec, "autoscale" | "autoscaled">): Scaling {
  if (autoscale) return "own autoscale";
  return autoscaled === true ? "elsewhere" : "declared";
}

/**
 * The number that a deployment is sent with whose number somebody else moves, as a child of the deployment.
 * `described`: all else that it is sent with.
 */
export function sentInstances(
  component: pulumi.ComponentResource,
  name: string,
  { endpoint, deploymentName, instanceCount, described }: OnlineDeploymentArgs & { described: object },
  dependsOn: pulumi.Input<pulumi.Input<pulumi.Resource>[]>,
): pulumi.Output<number> {
  const { instances } = new InstanceCount(
    `${name}-instances`,
    {
      workspaceId: endpoint.workspace.id,
      endpointName: endpoint.endpointName,
      deploymentName: deploymentName.toLowerCase(),
      initial: instanceCount,
      // Who may read the deployment may read all that went in; of a hash nobody learns more.
      declared: pulumi.unsecret(pulumi.output(described).apply((all) => shortHash(canonicalText(all)))),
      connection: explicitConnection(component),
    },
    { parent: component, dependsOn },
  );
  return instances;
}
