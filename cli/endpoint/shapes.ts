import type { LiveEndpoint } from "../../arm/endpoint";
import { normalizeTraffic, type Traffic } from "../../arm/traffic";
import type { Deployment } from "../../azure/online-endpoints";

/** An endpoint as `--json` prints it. */
export interface EndpointShape {
  name: string;
  authMode: string;
  provisioningState: string | null;
  scoringUri: string | null;
  publicNetworkAccess: string | null;
  traffic: Traffic;
  mirrorTraffic: Traffic;
  tags: Record<string, string>;
}

/** A deployment as `--json` prints it. */
export interface DeploymentShape {
  name: string;
  provisioningState: string | null;
  /** Percent of the live traffic. */
  traffic: number;
  /** Percent of the live traffic that is copied to it. */
  mirrorTraffic: number;
  instanceType: string | null;
  instanceCount: number | null;
  /** ARM id or URI of the model. */
  model: string | null;
}

/** What scripts rely on: names and types of the members do not change within a major version. */
export function endpointShape({ name, tags, properties }: LiveEndpoint): EndpointShape {
  return {
    name,
    authMode: properties.authMode,
    provisioningState: properties.provisioningState ?? null,
    scoringUri: properties.scoringUri ?? null,
    publicNetworkAccess: properties.publicNetworkAccess ?? null,
    traffic: normalizeTraffic(properties.traffic ?? {}),
    mirrorTraffic: normalizeTraffic(properties.mirrorTraffic ?? {}),
    tags: tags ?? {},
  };
}

/** A deployment with its share of the endpoint's traffic. */
export function deploymentShape({ name, sku, properties }: Deployment, endpoint: EndpointShape): DeploymentShape {
  return {
    name,
    provisioningState: properties.provisioningState ?? null,
    traffic: endpoint.traffic[name.toLowerCase()] ?? 0,
    mirrorTraffic: endpoint.mirrorTraffic[name.toLowerCase()] ?? 0,
    instanceType: properties.instanceType ?? null,
    instanceCount: sku?.capacity ?? null,
    model: properties.model ?? null,
  };
}

/** Weights for people, for example `blue 90, green 10`. */
export function weightsText(weights: Readonly<Traffic>): string {
  const entries = Object.entries(weights);
  return entries.length === 0 ? "none" : entries.map(([name, weight]) => `${name} ${weight}`).join(", ");
}
