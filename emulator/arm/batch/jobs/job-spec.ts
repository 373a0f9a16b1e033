import type { BatchJobSpec } from "../../../batch/contract";
import { milliseconds } from "../../body/durations";
import type { ArmContext } from "../../context";
import type { DeploymentFiles } from "../../machine-learning/deployment-files";
import { environmentOf } from "../../machine-learning/deployment-spec";
import { fetchedInput } from "./job-input";
import { blobSink } from "./job-output";
import type { BatchJobRecord } from "./job-record";

/** What the engine needs to run a job. */
export function jobSpec(
  context: ArmContext,
  { name, endpoint, deployment, properties, run }: BatchJobRecord,
  { files, fetched, workFolder }: { files: readonly string[]; fetched: DeploymentFiles; workFolder: string },
): BatchJobSpec {
  const { retrySettings } = properties;
  return {
    ...{ name, endpoint, deployment, workFolder },
    input: fetchedInput(context, run.input, files),
    output: blobSink(context, run.output),
    ...(fetched.code !== undefined && run.scoringScript !== undefined
      ? { code: { folder: fetched.code, scoringScript: run.scoringScript } }
      : {}),
    ...(fetched.model ? { model: fetched.model } : {}),
    // A model in MLflow's format brings its own.
    environment: run.assets.environment ? environmentOf(run.assets.environment) : {},
    environmentVariables: run.environmentVariables,
    miniBatchSize: properties.miniBatchSize,
    instanceCount: properties.compute.instanceCount,
    maxConcurrencyPerInstance: properties.maxConcurrencyPerInstance,
    retrySettings: {
      maxRetries: retrySettings.maxRetries,
      timeoutSeconds: (milliseconds(retrySettings.timeout) ?? 0) / 1000,
    },
    errorThreshold: properties.errorThreshold,
    outputAction: properties.outputAction,
    outputFileName: properties.outputFileName,
    loggingLevel: properties.loggingLevel,
  };
}
