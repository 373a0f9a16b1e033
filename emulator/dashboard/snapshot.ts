import type { ArmContext } from "../arm/context";
import type { DeploymentRecord } from "../arm/machine-learning/deployment-record";
import type { EndpointRecord } from "../arm/machine-learning/endpoint-record";
import type { Operation } from "../arm/operations/operation";
import { noDeployment } from "../metrics/endpoint-series";
import type { DashboardState, DeploymentState, EndpointState, LiveState, OperationState } from "./state";

/** What there is now. `faults`: those that are on, in a line each. */
export function snapshot(context: ArmContext, faults: readonly string[]): DashboardState {
  const { endpoints } = context.records;
  return {
    endpoints: endpoints.all().map((endpoint) => endpointState(context, endpoint)),
    operations: context.operations.underWay.map(operationState),
    faults: [...faults],
  };
}

/** What the deployments did in the last seconds, by `endpoint/deployment`, and requests without one by `endpoint/`. */
export function liveState({ records, metrics }: ArmContext): LiveState {
  const live: LiveState = {};
  for (const { id, name } of records.endpoints.all()) {
    for (const deployment of [noDeployment, ...records.deployments.below(id).map((each) => each.name)]) {
      const figures = metrics.live(name, deployment);
      if (figures) live[`${name}/${deployment}`] = figures;
    }
  }
  return live;
}

function endpointState(context: ArmContext, endpoint: EndpointRecord): EndpointState {
  const { id, name, tags = {}, properties } = endpoint;
  const { authMode, provisioningState, scoringUri } = properties;
  const deployments = context.records.deployments.below(id).map((each) => deploymentState(context, endpoint, each));
  const workspace = /\/workspaces\/([^/]+)\//i.exec(id)?.[1] ?? "";
  return { name, workspace, authMode, provisioningState, scoringUri, tags, deployments };
}

function deploymentState(
  { serving }: ArmContext,
  endpoint: EndpointRecord,
  { name, properties, sku }: DeploymentRecord,
): DeploymentState {
  return {
    name,
    provisioningState: properties.provisioningState,
    instances: serving.instances(endpoint.name, name),
    configured: sku.capacity,
    weight: endpoint.properties.traffic[name] ?? 0,
    mirror: endpoint.properties.mirrorTraffic[name] ?? 0,
  };
}

function operationState({ id, action, target, startTime }: Operation): OperationState {
  const below = target.replace(/^.*\/workspaces\/[^/]+\//i, "").split("/");
  return { id, action, target: below.filter((_, index) => index % 2 === 1).join("/"), startTime };
}
