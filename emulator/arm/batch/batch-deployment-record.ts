import type { JsonObject } from "../json";
import type { Resource } from "../store/resource";
import type { DeploymentAssets } from "../machine-learning/deployment-record";

/** What runs at a job: a model with its script, or a pipeline component. */
export interface BatchDeploymentProperties {
  description?: string;
  model?: { referenceType: "Id"; assetId: string };
  codeConfiguration?: { codeId?: string; scoringScript: string };
  environmentId?: string;
  environmentVariables: Record<string, string>;
  /** ARM id of the compute. */
  compute?: string;
  resources: { instanceCount: number; instanceType?: string; properties: JsonObject };
  /** Files of one call of `run`. */
  miniBatchSize: number;
  /** Workers of an instance. */
  maxConcurrencyPerInstance: number;
  /** Failed files that are too many; -1: never. */
  errorThreshold: number;
  /** `timeout`: ISO 8601, of one mini batch. */
  retrySettings: { maxRetries: number; timeout: string };
  loggingLevel: "Info" | "Warning" | "Debug";
  outputAction: "AppendRow" | "SummaryOnly";
  outputFileName: string;
  deploymentConfiguration?: {
    deploymentConfigurationType: "PipelineComponent";
    componentId?: { referenceType: "Id"; assetId: string };
    description?: string;
    settings: Record<string, string>;
    tags: Record<string, string>;
  };
  properties: Record<string, string>;
  provisioningState: string;
}

export interface BatchDeploymentRecord extends Resource<BatchDeploymentProperties> {
  location: string;
  /** Name of its endpoint. */
  endpoint: string;
  /** What its jobs run. */
  assets: DeploymentAssets;
}
