import * as pulumi from "@pulumi/pulumi";
import { isoDuration } from "../arm/duration";
import type { DataCollectorProperties } from "./data-collector-args";
import type {
  ArmProbe,
  OnlineDeploymentProperties,
  OnlineDeploymentSpec,
  ProbeSettings,
  RequestSettings,
} from "./deployment-args";
import { collectingVariables } from "./model-data-collection";

/**
 * Shapes a deployment into ARM's `properties`. What the service would decide silently is written out, so that previews
 * show it. Defaults are the service's. Source: "CLI (v2) managed online deployment YAML schema".
 */
export function deploymentProperties(
  spec: OnlineDeploymentSpec,
  dataCollector?: DataCollectorProperties,
): OnlineDeploymentProperties {
  const { model, environment, code, scoringScript, description, startupProbe } = spec;
  const environmentVariables = collectingVariables(spec);
  return {
    endpointComputeType: "Managed",
    ...(model === undefined ? {} : { model: idOf(model) }),
    ...(environment === undefined ? {} : { environmentId: idOf(environment) }),
    ...(code === undefined ? {} : { codeConfiguration: { codeId: idOf(code), scoringScript: scoringScript ?? "" } }),
    ...(environmentVariables === undefined ? {} : { environmentVariables }),
    instanceType: spec.instanceType,
    ...(dataCollector === undefined ? {} : { dataCollector }),
    appInsightsEnabled: spec.appInsightsEnabled ?? false,
    egressPublicNetworkAccess: spec.egressPublicNetworkAccess ?? "Enabled",
    ...(description === undefined ? {} : { description }),
    scaleSettings: { scaleType: "Default" },
    requestSettings: requestSettings(spec.requestSettings),
    livenessProbe: probe(spec.livenessProbe),
    readinessProbe: probe(spec.readinessProbe),
    ...(startupProbe === undefined ? {} : { startupProbe: probe(startupProbe) }),
  };
}

/** The ARM id of an asset that is given as a component or as an id. */
export function idOf(asset: { id: pulumi.Output<string> } | pulumi.Input<string>): pulumi.Input<string> {
  return isComponent(asset) ? asset.id : asset;
}

function isComponent(
  asset: { id: pulumi.Output<string> } | pulumi.Input<string>,
): asset is { id: pulumi.Output<string> } {
  return pulumi.Resource.isInstance(asset);
}

function requestSettings(given: RequestSettings = {}): OnlineDeploymentProperties["requestSettings"] {
  const { requestTimeoutMs = 5000, maxConcurrentRequestsPerInstance = 1, maxQueueWaitMs = 500 } = given;
  return {
    requestTimeout: isoDuration(requestTimeoutMs),
    maxConcurrentRequestsPerInstance,
    maxQueueWait: isoDuration(maxQueueWaitMs),
  };
}

function probe(given: ProbeSettings = {}): ArmProbe {
  const { initialDelay = 10, period = 10, timeout = 2, successThreshold = 1, failureThreshold = 30 } = given;
  return {
    initialDelay: isoDuration(initialDelay * 1000),
    period: isoDuration(period * 1000),
    timeout: isoDuration(timeout * 1000),
    successThreshold,
    failureThreshold,
  };
}
