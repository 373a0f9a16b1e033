import type * as pulumi from "@pulumi/pulumi";
import type { AutoscaleSpec } from "./autoscale-args";
import type { Code } from "./code";
import type { DataCollectorProperties, DataCollectorSpec } from "./data-collector-args";
import type { Environment } from "./environment";
import type { IdentityArgs } from "./identity-args";
import type { ModelDataCollectionSpec } from "./model-data-collection";
import type { RegisteredModel } from "./registered-model";
import type { Transform } from "./transform";

/** One deployment of a managed online endpoint: what runs, on what, and how it answers. */
export interface OnlineDeploymentSpec {
  /** Model: a `RegisteredModel`, an ARM id of a version, or `azureml://registries/…`. Left out where code needs none. */
  model?: RegisteredModel | pulumi.Input<string>;
  /** Environment: an `Environment`, an ARM id of a version, or `azureml://registries/…`. Left out for MLflow models. */
  environment?: Environment | pulumi.Input<string>;
  /** Code: a `Code` or an ARM id of a version. Left out for MLflow models and images with a server of their own. */
  code?: Code | pulumi.Input<string>;
  /** Path of the scoring script inside the code. Needed with `code`. */
  scoringScript?: string;
  /** Virtual machine size, for example `Standard_DS3_v2`. Cannot change on an existing deployment. */
  instanceType: pulumi.Input<string>;
  /** Number of instances, 1 to 50. Where autoscale moves it, it only counts when the deployment is made. */
  instanceCount: pulumi.Input<number>;
  /** When Azure Monitor gives it more instances, and when fewer. Updates of the deployment then keep the live number. */
  autoscale?: AutoscaleSpec;
  /**
   * True where an autoscale that is declared elsewhere moves the number of instances: updates then keep the live number.
   * Default false. Without it, an update that would set back a number that was changed elsewhere is refused in preview.
   */
  autoscaled?: boolean;
  /** How the number of instances moves. Managed deployments only know `Default`: by hand, or by Azure Monitor autoscale. */
  scaleSettings?: { type: "Default" };
  /** How requests are queued and timed out. */
  requestSettings?: RequestSettings;
  /** When an instance counts as alive; one that does not is restarted. */
  livenessProbe?: ProbeSettings;
  /** When an instance gets requests. */
  readinessProbe?: ProbeSettings;
  /** When the other probes begin. Default: none. */
  startupProbe?: ProbeSettings;
  /**
   * Environment variables of the inference server. Everyone who may read the deployment may read them, so secrets go by
   * reference: `connectionSecret`, `keyVaultSecret`.
   */
  environmentVariables?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** What is collected of the production data, and where it goes. Default: nothing. */
  dataCollector?: DataCollectorSpec;
  /**
   * Switches on the older collector, for scripts that still write with `ModelDataCollector` of `azureml-monitoring`. Default:
   * off. New scripts use `dataCollector`.
   */
  modelDataCollection?: ModelDataCollectionSpec;
  /** Whether requests and logs go to the workspace's Application Insights. Default false. */
  appInsightsEnabled?: pulumi.Input<boolean>;
  /** Whether the deployment reaches the public network. Default `Enabled`. Cannot change on an existing deployment. */
  egressPublicNetworkAccess?: pulumi.Input<"Enabled" | "Disabled">;
  description?: pulumi.Input<string>;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Identity of the deployment, where it is not the endpoint's. */
  identity?: pulumi.Input<IdentityArgs>;
  /**
   * ARM id of a deployment that exists, to take it over; leave it out again after the first `up`. Say here what runs there: a
   * difference is an update right after the import, which is refused where requests reach the deployment.
   */
  import?: string;
  /** How long creating and updating may take, for example `3h`. Default 3 h each. */
  timeouts?: pulumi.CustomTimeouts;
  /** Changes the deployment resource just before it is registered. */
  transform?: { deployment?: Transform<OnlineDeploymentResource> };
}

/** How requests are queued and timed out. */
export interface RequestSettings {
  /** Milliseconds until a request is answered with 408. Default 5000, at most 180000. */
  requestTimeoutMs?: number;
  /** Requests that one instance works on at once. Default 1. */
  maxConcurrentRequestsPerInstance?: number;
  /** Milliseconds that a request may wait for an instance. Default 500. Managed endpoints no longer heed it. */
  maxQueueWaitMs?: number;
}

/** A probe. Times are whole seconds of at least 1, thresholds whole numbers of at least 1. */
export interface ProbeSettings {
  /** Seconds before the first probe. Default 10. */
  initialDelay?: number;
  /** Seconds from one probe to the next. Default 10. */
  period?: number;
  /** Seconds that an answer may take. Default 2. */
  timeout?: number;
  /** Good answers in a row that make an instance good. Default 1; always 1 for liveness. */
  successThreshold?: number;
  /** Bad answers in a row that make an instance bad. Default 30. */
  failureThreshold?: number;
}

/** The deployment resource's arguments, as a transform sees them. */
export interface OnlineDeploymentResource {
  workspaceName: pulumi.Input<string>;
  resourceGroupName: pulumi.Input<string>;
  endpointName: pulumi.Input<string>;
  deploymentName: string;
  location: pulumi.Input<string>;
  sku: { name: "Default"; capacity: pulumi.Input<number> };
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  identity?: pulumi.Input<IdentityArgs>;
  properties: OnlineDeploymentProperties;
}

/** The deployment's `properties` in ARM. Durations are ISO 8601. */
export interface OnlineDeploymentProperties {
  endpointComputeType: "Managed";
  model?: pulumi.Input<string>;
  environmentId?: pulumi.Input<string>;
  codeConfiguration?: { codeId: pulumi.Input<string>; scoringScript: string };
  environmentVariables?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  instanceType: pulumi.Input<string>;
  dataCollector?: DataCollectorProperties;
  appInsightsEnabled: pulumi.Input<boolean>;
  egressPublicNetworkAccess: pulumi.Input<"Enabled" | "Disabled">;
  description?: pulumi.Input<string>;
  scaleSettings: { scaleType: "Default" };
  requestSettings: { requestTimeout: string; maxConcurrentRequestsPerInstance: number; maxQueueWait: string };
  livenessProbe: ArmProbe;
  readinessProbe: ArmProbe;
  startupProbe?: ArmProbe;
}

/** A probe in ARM's words. */
export interface ArmProbe {
  initialDelay: string;
  period: string;
  timeout: string;
  successThreshold: number;
  failureThreshold: number;
}
