import { isoDuration } from "./duration";

/** What becomes of what the scoring script returns: rows of one file, or nothing, where the script writes files itself. */
export type BatchOutputAction = "AppendRow" | "SummaryOnly";

/** How much a job logs. */
export type BatchLoggingLevel = "Warning" | "Info" | "Debug";

/** The words that the service knows. */
export const batchOutputActions: readonly BatchOutputAction[] = ["AppendRow", "SummaryOnly"];
export const batchLoggingLevels: readonly BatchLoggingLevel[] = ["Warning", "Info", "Debug"];

/**
 * What the service would decide silently about a model deployment. Source: "CLI (v2) batch deployment YAML schema" and
 * the defaults of the REST specification.
 */
export const batchDefaults = {
  instanceCount: 1,
  miniBatchSize: 10,
  maxConcurrencyPerInstance: 1,
  /** No number of failures ends a job. */
  errorThreshold: -1,
  outputAction: "AppendRow",
  outputFileName: "predictions.csv",
  loggingLevel: "Info",
  maxRetries: 3,
  timeoutSeconds: 30,
} as const;

/** How a mini batch that fails or takes too long is tried again. */
export interface BatchRetries {
  /** How often it is tried again. Default 3; 0 for never. */
  maxRetries?: number;
  /** Seconds that one call of `run` may take. Default 30. */
  timeoutSeconds?: number;
}

/** The same in ARM's words, with defaults. `timeout` is an ISO 8601 duration. */
export interface ArmBatchRetries {
  maxRetries: number;
  timeout: string;
}

/** Retry settings as ARM takes them: 300 seconds are `PT5M`. */
export function armBatchRetries(given: BatchRetries = {}): ArmBatchRetries {
  const { maxRetries = batchDefaults.maxRetries, timeoutSeconds = batchDefaults.timeoutSeconds } = given;
  return { maxRetries, timeout: isoDuration(timeoutSeconds * 1000) };
}

/** The settings of a pipeline component that this library has a name for, by the name that the service has for them. */
export const pipelineSettingNames = {
  defaultCompute: "default_compute",
  defaultDatastore: "default_datastore",
  continueOnStepFailure: "continue_on_step_failure",
  forceRerun: "force_rerun",
} as const;

/** A setting of a pipeline component as ARM takes it, which is always a text: `true` is `"true"`. */
export function pipelineSettingText(value: string | boolean): string {
  return String(value);
}
