import type { ArmContext } from "../arm/context";
import type { DeploymentRecord } from "../arm/machine-learning/deployment-record";
import type { EndpointRecord } from "../arm/machine-learning/endpoint-record";
import { deploymentMetrics, endpointMetrics, type MetricNamespace, type Source } from "./definitions";

/** The resource that metrics are of. */
export interface Measured {
  readonly id: string;
  readonly location: string;
  readonly namespace: MetricNamespace;
  /** Absent while it had no request. */
  readonly source: Source | undefined;
}

export function measuredEndpoint({ metrics }: ArmContext, { id, name, location }: EndpointRecord): Measured {
  const series = metrics.endpoint(name);
  return { id, location, namespace: endpointMetrics, source: series && { series, deployment: undefined } };
}

export function measuredDeployment(
  { metrics }: ArmContext,
  { id, name, endpoint, location }: DeploymentRecord,
): Measured {
  const series = metrics.endpoint(endpoint);
  return { id, location, namespace: deploymentMetrics, source: series && { series, deployment: name } };
}

/** The endpoint or deployment with an id. */
export function measured(context: ArmContext, id: string): Measured | undefined {
  const endpoint = context.records.endpoints.get(id);
  if (endpoint) return measuredEndpoint(context, endpoint);
  const deployment = context.records.deployments.get(id);
  return deployment && measuredDeployment(context, deployment);
}
