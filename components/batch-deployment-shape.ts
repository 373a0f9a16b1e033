import type * as pulumi from "@pulumi/pulumi";
import { armBatchRetries, batchDefaults, pipelineSettingNames, pipelineSettingText } from "../arm/batch-deployment";
import { computeIdOf, computeNameOf } from "./batch-compute";
import type {
  BatchDeploymentSpec,
  ModelBatchDeploymentSpec,
  PipelineBatchDeploymentSpec,
} from "./batch-deployment-args";
import type {
  BatchDeploymentResource,
  ModelBatchProperties,
  PipelineBatchProperties,
} from "./batch-deployment-resource";
import { lift } from "./check";
import { idOf } from "./deployment-shape";

/** Shapes a batch deployment into ARM's `properties`. What the service would decide silently is written out. */
export function batchDeploymentProperties(spec: BatchDeploymentSpec): BatchDeploymentResource["properties"] {
  return spec.type === "pipeline" ? pipelineProperties(spec) : modelProperties(spec);
}

function modelProperties(spec: ModelBatchDeploymentSpec): ModelBatchProperties {
  const { code, scoringScript, environment, environmentVariables, description } = spec;
  const outputAction = spec.outputAction ?? batchDefaults.outputAction;
  return {
    model: { referenceType: "Id", assetId: idOf(spec.model) },
    ...(code === undefined ? {} : { codeConfiguration: { codeId: idOf(code), scoringScript: scoringScript ?? "" } }),
    ...(environment === undefined ? {} : { environmentId: idOf(environment) }),
    ...(environmentVariables === undefined ? {} : { environmentVariables }),
    compute: computeIdOf(spec.compute),
    resources: { instanceCount: spec.instanceCount ?? batchDefaults.instanceCount },
    miniBatchSize: spec.miniBatchSize ?? batchDefaults.miniBatchSize,
    maxConcurrencyPerInstance: spec.maxConcurrencyPerInstance ?? batchDefaults.maxConcurrencyPerInstance,
    retrySettings: armBatchRetries(spec.retrySettings),
    errorThreshold: spec.errorThreshold ?? batchDefaults.errorThreshold,
    outputAction,
    ...(outputAction === "SummaryOnly" ? {} : { outputFileName: spec.outputFileName ?? batchDefaults.outputFileName }),
    loggingLevel: spec.loggingLevel ?? batchDefaults.loggingLevel,
    ...(description === undefined ? {} : { description }),
  };
}

function pipelineProperties(spec: PipelineBatchDeploymentSpec): PipelineBatchProperties {
  const { component, jobDescription, jobTags, description } = spec;
  return {
    deploymentConfiguration: {
      deploymentConfigurationType: "PipelineComponent",
      componentId: { referenceType: "Id", assetId: component },
      settings: pipelineSettings(spec),
      ...(jobDescription === undefined ? {} : { description: jobDescription }),
      ...(jobTags === undefined ? {} : { tags: jobTags }),
    },
    ...(description === undefined ? {} : { description }),
  };
}

function pipelineSettings({ settings = {}, otherSettings }: PipelineBatchDeploymentSpec) {
  const { defaultCompute, defaultDatastore, continueOnStepFailure = false, forceRerun = false } = settings;
  const names = pipelineSettingNames;
  const texts: Record<string, pulumi.Input<string>> = {
    ...otherSettings,
    ...(defaultCompute === undefined ? {} : { [names.defaultCompute]: computeNameOf(defaultCompute) }),
    ...(defaultDatastore === undefined ? {} : { [names.defaultDatastore]: defaultDatastore }),
    [names.continueOnStepFailure]: lift(continueOnStepFailure, pipelineSettingText),
    [names.forceRerun]: lift(forceRerun, pipelineSettingText),
  };
  return texts;
}
