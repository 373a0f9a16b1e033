import { DeploymentFailure, type DeploymentSpec, type Probe } from "../../serving/contract";
import { milliseconds } from "../body/durations";
import type { AssetVersion } from "./asset-kinds";
import type { DeploymentFiles } from "./deployment-files";
import type { DeploymentAssets, DeploymentRecord, ProbeSettings } from "./deployment-record";

/** What the serving side needs to run a deployment. */
export function deploymentSpec(
  record: DeploymentRecord,
  assets: DeploymentAssets,
  files: DeploymentFiles,
): DeploymentSpec {
  const { codeConfiguration, requestSettings, ...properties } = record.properties;
  return {
    endpoint: record.endpoint,
    deployment: record.name,
    ...(files.code && codeConfiguration
      ? { code: { folder: files.code, scoringScript: codeConfiguration.scoringScript } }
      : {}),
    ...(files.model ? { model: files.model } : {}),
    environment: environmentOf(requiredEnvironment(assets)),
    environmentVariables: properties.environmentVariables,
    instanceCount: record.sku.capacity,
    requestTimeoutMs: milliseconds(requestSettings.requestTimeout) ?? 0,
    maxConcurrentRequestsPerInstance: requestSettings.maxConcurrentRequestsPerInstance,
    livenessProbe: probe(properties.livenessProbe),
    readinessProbe: probe(properties.readinessProbe),
    ...(properties.startupProbe ? { startupProbe: probe(properties.startupProbe) } : {}),
    appInsightsEnabled: properties.appInsightsEnabled,
  };
}

function requiredEnvironment({ environment }: DeploymentAssets): AssetVersion {
  if (environment) return environment;
  throw new DeploymentFailure(
    "BadArgument",
    "MLflow models without an environment are not emulated; give an environment.",
  );
}

/** What an environment's version says; refuses one that no process of this machine can have. */
export function environmentOf({ properties }: AssetVersion): DeploymentSpec["environment"] {
  const { image, condaFile, build } = properties;
  if (build !== undefined) {
    throw new DeploymentFailure(
      "ImageBuildFailure",
      "Docker build contexts are not emulated; give an image and a conda file.",
    );
  }
  return {
    ...(typeof image === "string" ? { image } : {}),
    ...(typeof condaFile === "string" ? { condaFile } : {}),
  };
}

function probe({ initialDelay, period, timeout, successThreshold, failureThreshold }: ProbeSettings): Probe {
  const seconds = (duration: string): number => (milliseconds(duration) ?? 0) / 1000;
  return {
    initialDelay: seconds(initialDelay),
    period: seconds(period),
    timeout: seconds(timeout),
    successThreshold,
    failureThreshold,
  };
}
