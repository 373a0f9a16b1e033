import type { RollingRate } from "../../collection/contract";
import type { Identity, Resource, Sku } from "../store/resource";
import type { AssetVersion } from "./asset-kinds";

/** The assets that a deployment is made of. */
export interface DeploymentAssets {
  model?: AssetVersion;
  environment?: AssetVersion;
  code?: AssetVersion;
}

/** Durations in ISO 8601. */
export interface ProbeSettings {
  initialDelay: string;
  period: string;
  timeout: string;
  successThreshold: number;
  failureThreshold: number;
}

/** What is collected of the production data. */
export interface DataCollectorSettings {
  collections: Record<
    string,
    { dataCollectionMode: "Enabled" | "Disabled"; samplingRate: number; dataId?: string; clientId?: string }
  >;
  rollingRate: RollingRate;
  requestLogging?: { captureHeaders?: string[] };
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
  dataCollector?: DataCollectorSettings;
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
  /** What it came up with; absent until it has. After a restart it is run with these again. */
  assets?: DeploymentAssets;
}
