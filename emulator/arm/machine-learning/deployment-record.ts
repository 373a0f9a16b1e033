import type { JsonObject } from "../json";
import type { Identity, Resource, Sku } from "../store/resource";

/** Durations in ISO 8601. */
export interface ProbeSettings {
  initialDelay: string;
  period: string;
  timeout: string;
  successThreshold: number;
  failureThreshold: number;
}

export interface DeploymentProperties {
  endpointComputeType: "Managed";
  description?: string;
  codeConfiguration?: { codeId?: string; scoringScript: string };
  environmentId?: string;
  environmentVariables: Record<string, string>;
  model?: string;
  modelMountPath?: string;
  instanceType: string;
  requestSettings: { requestTimeout: string; maxConcurrentRequestsPerInstance: number; maxQueueWait: string };
  scaleSettings: { scaleType: "Default" };
  livenessProbe: ProbeSettings;
  readinessProbe: ProbeSettings;
  startupProbe?: ProbeSettings;
  appInsightsEnabled: boolean;
  dataCollector?: JsonObject;
  egressPublicNetworkAccess: "Enabled" | "Disabled";
  properties: Record<string, string>;
  provisioningState: string;
}

export interface DeploymentRecord extends Resource<DeploymentProperties> {
  location: string;
  /** Name of its endpoint. */
  endpoint: string;
  identity?: Identity;
  /** `capacity` is the number of instances. */
  sku: Sku & { capacity: number };
}
