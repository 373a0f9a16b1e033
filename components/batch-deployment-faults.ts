import type * as pulumi from "@pulumi/pulumi";
import {
  batchOutputFaults,
  batchRetryFaults,
  batchSizeFaults,
  type BatchSizes,
  pipelineSettingFaults,
} from "../arm/batch-deployment-faults";
import { parseBatchDeploymentId } from "../arm/batch-ids";
import { wordFaults } from "../arm/endpoint-words";
import type { Fault } from "../arm/fault";
import { importFaults } from "../arm/import";
import { servingNameFaults } from "../arm/names";
import { timeoutFaults } from "../arm/timeouts";
import { computeFaults, maxNodesOf } from "./batch-compute";
import type {
  BatchDeploymentSpec,
  ModelBatchDeploymentSpec,
  PipelineBatchDeploymentSpec,
} from "./batch-deployment-args";
import { now } from "./check";
import { Code } from "./code";
import { RegisteredModel } from "./registered-model";
import { scoringScriptFaults } from "./scoring-script";

/** Every rule that one batch deployment breaks, as far as its values are known. `field` is where it stands. */
export function batchDeploymentFaults(field: string, name: string, spec: BatchDeploymentSpec): Fault[] {
  const named = parseBatchDeploymentId(spec.import ?? "")?.deploymentName;
  return [
    ...servingNameFaults(field, name),
    ...importFaults(`${field}.import`, spec.import, name, named),
    ...timeoutFaults(`${field}.timeouts`, { ...spec.timeouts }),
    ...wordFaults(`${field}.type`, spec.type, ["model", "pipeline"]),
    ...(spec.type === "pipeline" ? pipelineFaults(field, spec) : modelFaults(field, spec)),
  ];
}

/** The sizes of a model deployment, of which some may be known only later. */
export function sizesOf(spec: BatchDeploymentSpec): { [Name in keyof BatchSizes]: pulumi.Input<number> | undefined } {
  if (spec.type === "pipeline") return {};
  const { instanceCount, miniBatchSize, maxConcurrencyPerInstance, errorThreshold, compute } = spec;
  return { instanceCount, miniBatchSize, maxConcurrencyPerInstance, errorThreshold, maxNodes: maxNodesOf(compute) };
}

function modelFaults(field: string, spec: ModelBatchDeploymentSpec): Fault[] {
  const { instanceCount, miniBatchSize, maxConcurrencyPerInstance, errorThreshold, maxNodes } = sizesOf(spec);
  return [
    ...givenFaults(`${field}.model`, spec.model, "a RegisteredModel, or the ARM id of a version"),
    ...codeFaults(field, spec),
    ...givenFaults(`${field}.compute`, spec.compute, "an AmlCompute, or the ARM id of a compute"),
    ...computeFaults(`${field}.compute`, spec.compute),
    ...batchSizeFaults(field, {
      instanceCount: now(instanceCount),
      miniBatchSize: now(miniBatchSize),
      maxConcurrencyPerInstance: now(maxConcurrencyPerInstance),
      errorThreshold: now(errorThreshold),
      maxNodes: now(maxNodes),
    }),
    ...batchRetryFaults(`${field}.retrySettings`, spec.retrySettings),
    ...batchOutputFaults(field, spec),
  ];
}

/** Only MLflow models run without code and environment. Source: "CLI (v2) batch deployment YAML schema". */
function codeFaults(field: string, { code, scoringScript, environment, model }: ModelBatchDeploymentSpec): Fault[] {
  if (code === undefined) {
    const needed = model instanceof RegisteredModel && model.type !== "mlflow_model";
    return [
      ...(needed
        ? [
            {
              field: `${field}.code`,
              rule: `a ${model.type} does not score by itself`,
              fix: "give code with a scoring script, or register the model as mlflow_model",
            },
          ]
        : []),
      ...(scoringScript === undefined
        ? []
        : [
            {
              field: `${field}.scoringScript`,
              value: scoringScript,
              rule: "a scoring script lies in code, and there is none",
            },
          ]),
    ];
  }
  const script = `${field}.scoringScript`;
  return [
    ...(environment === undefined
      ? [{ field: `${field}.environment`, rule: "code needs an environment", fix: "give an Environment" }]
      : []),
    ...(scoringScript === undefined || scoringScript === ""
      ? [{ field: script, rule: "code needs a scoring script", fix: "give its path inside the code, say `batch.py`" }]
      : code instanceof Code && code.path !== undefined
        ? scoringScriptFaults(script, code.path, scoringScript, "batch")
        : []),
  ];
}

function pipelineFaults(field: string, spec: PipelineBatchDeploymentSpec): Fault[] {
  const { settings = {}, otherSettings = {} } = spec;
  const known = Object.entries(otherSettings).map(([name, value]): [string, unknown] => [name, now(value)]);
  return [
    ...givenFaults(`${field}.component`, spec.component, "the ARM id of a version of a pipeline component"),
    ...flagFaults(`${field}.settings.continueOnStepFailure`, settings.continueOnStepFailure),
    ...flagFaults(`${field}.settings.forceRerun`, settings.forceRerun),
    ...pipelineSettingFaults(`${field}.otherSettings`, Object.fromEntries<unknown>(known)),
  ];
}

/** A program in JavaScript, or a value of configuration, may leave out what its type asks for. */
function givenFaults(field: string, value: unknown, fix: string): Fault[] {
  return value === undefined || value === null || value === ""
    ? [{ field, rule: "it is missing", fix: `give ${fix}` }]
    : [];
}

/** `"false"` from configuration would count as true. */
function flagFaults(field: string, flag: pulumi.Input<boolean> | undefined): Fault[] {
  const value: unknown = now(flag);
  return value === undefined || typeof value === "boolean" ? [] : [{ field, value, rule: "this is true or false" }];
}
