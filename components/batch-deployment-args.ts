import type * as pulumi from "@pulumi/pulumi";
import type { BatchLoggingLevel, BatchOutputAction, BatchRetries } from "../arm/batch-deployment";
import type { BatchCompute } from "./batch-compute";
import type { BatchDeploymentResource } from "./batch-deployment-resource";
import type { Code } from "./code";
import type { Environment } from "./environment";
import type { RegisteredModel } from "./registered-model";
import type { Transform } from "./transform";

/** One deployment of a batch endpoint: a model that scores files, or a pipeline component that is run as a whole. */
export type BatchDeploymentSpec = ModelBatchDeploymentSpec | PipelineBatchDeploymentSpec;

/** What deployments of either kind have. */
export interface CommonBatchDeploymentSpec {
  description?: pulumi.Input<string>;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** ARM id of a deployment that exists, to take it over; leave it out again after the first `up`. */
  import?: string;
  /** How long creating and updating may take, for example `1h`. Default 1 h each. */
  timeouts?: pulumi.CustomTimeouts;
  /** Changes the deployment resource just before it is registered. */
  transform?: { deployment?: Transform<BatchDeploymentResource> };
}

/**
 * A model that scores files in mini batches. An MLflow model needs neither code nor environment; any other one needs both.
 * Source of rules and defaults: "CLI (v2) batch deployment YAML schema".
 */
export interface ModelBatchDeploymentSpec extends CommonBatchDeploymentSpec {
  /** Default `model`. */
  type?: "model";
  /** Model: a `RegisteredModel`, an ARM id of a version, or `azureml://registries/…`. */
  model: RegisteredModel | pulumi.Input<string>;
  /** Code: a `Code` or an ARM id of a version. Left out for MLflow models. */
  code?: Code | pulumi.Input<string>;
  /** Path of the scoring script inside the code: it defines `init()` and `run(mini_batch)`. Needed with `code`. */
  scoringScript?: string;
  /** Environment: an `Environment`, an ARM id of a version, or `azureml://registries/…`. Left out for MLflow models. */
  environment?: Environment | pulumi.Input<string>;
  /** Environment variables of the scoring script. Everyone who may read the deployment may read them. */
  environmentVariables?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** What jobs run on: an `AmlCompute`, or the ARM id of a compute. It may scale from zero. */
  compute: BatchCompute;
  /** Nodes that one job uses, at least 1. Default 1. */
  instanceCount?: pulumi.Input<number>;
  /** Files that one call of `run` gets (bytes, where the input is a table), at least 1. Default 10. */
  miniBatchSize?: pulumi.Input<number>;
  /** Processes of the scoring script on one node, at least 1. Default 1. */
  maxConcurrencyPerInstance?: pulumi.Input<number>;
  /** How a mini batch that fails or takes too long is tried again. */
  retrySettings?: BatchRetries;
  /** Files (records of a table) of the whole input that may fail before the job does. Default -1: any number. */
  errorThreshold?: pulumi.Input<number>;
  /** `AppendRow` (default): what `run` returns becomes rows of one file. `SummaryOnly`: the script writes its own files. */
  outputAction?: BatchOutputAction;
  /** Name of that file. Default `predictions.csv`; only with `AppendRow`. */
  outputFileName?: string;
  /** How much a job logs. Default `Info`. */
  loggingLevel?: BatchLoggingLevel;
}

/** A pipeline component; a job of the endpoint is a run of it. */
export interface PipelineBatchDeploymentSpec extends CommonBatchDeploymentSpec {
  type: "pipeline";
  /** ARM id of a version of the component, or `azureml://registries/…`. */
  component: pulumi.Input<string>;
  /** How the pipeline runs. */
  settings?: PipelineSettings;
  /** Settings that have no argument here, by the service's names. The service takes texts only. */
  otherSettings?: Record<string, pulumi.Input<string>>;
  /** Description of the jobs. */
  jobDescription?: pulumi.Input<string>;
  /** Tags of the jobs. */
  jobTags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** How a pipeline runs. */
export interface PipelineSettings {
  /** What steps run on that name no compute: an `AmlCompute`, an ARM id, or a name in the workspace. Default: none. */
  defaultCompute?: BatchCompute;
  /** Name of the datastore that outputs go to where a step names none. Default: the workspace's own. */
  defaultDatastore?: pulumi.Input<string>;
  /** Whether steps go on that do not depend on one that failed. Default false. */
  continueOnStepFailure?: pulumi.Input<boolean>;
  /** Whether steps run again whose inputs have not changed. Default false. */
  forceRerun?: pulumi.Input<boolean>;
}
