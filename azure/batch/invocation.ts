import type { Fault } from "../../arm/fault";
import { isoDuration } from "../../arm/duration";
import { wholeNumberFaults } from "../../arm/whole-number";

/** What a job reads, by the service's URIs: a datastore's path, a data asset, or a public URL. */
export interface JobInput {
  /** `UriFile`: one file. `UriFolder`: all files below a folder. */
  type: "UriFile" | "UriFolder";
  uri: string;
}

/** What a job does, and how it is to differ from its deployment. */
export interface BatchInvocation {
  input: JobInput;
  /** Default: the endpoint's default deployment. */
  deployment?: string;
  /** Name of the job. Default: the service makes one. */
  name?: string;
  /** Folder of a datastore that the output goes to, as URI. Default: a folder of the job's own in the default datastore. */
  outputFolder?: string;
  /** Name of the file that rows are appended to. Default: the deployment's. */
  outputFileName?: string;
  /** Files of one call of the script's `run`, at least 1. */
  miniBatchSize?: number;
  /** Instances of the compute, at least 1. */
  instanceCount?: number;
  /** Files that may fail; -1: any number. */
  errorThreshold?: number;
  /** Tries of a mini batch after the first, at least 0. */
  maxRetries?: number;
  /** Seconds of one call of `run`, at least 1. */
  timeoutSeconds?: number;
}

type SizeName = "miniBatchSize" | "instanceCount" | "errorThreshold" | "maxRetries" | "timeoutSeconds";

/** Every rule of the service that an invocation breaks; source: REST type `BatchJob`, "Deploy models for scoring in batch endpoints". */
export function invocationFaults(invocation: BatchInvocation): Fault[] {
  const whole: [field: SizeName, least: number, rule: string][] = [
    ["miniBatchSize", 1, "a mini batch has at least 1 file"],
    ["instanceCount", 1, "a job has at least 1 instance"],
    ["errorThreshold", -1, "a number of files, or -1 for any number"],
    ["maxRetries", 0, "a mini batch is tried again 0 times or more"],
    ["timeoutSeconds", 1, "a mini batch has at least 1 second"],
  ];
  const faults = whole.flatMap(([field, least, rule]): Fault[] =>
    wholeNumberFaults(field, invocation[field], least).map((fault) => ({
      ...fault,
      rule: `${rule}, as a whole number`,
    })),
  );
  const { input, outputFileName } = invocation;
  if (input.uri.trim() === "")
    faults.push({ field: "input.uri", value: input.uri, rule: "what the job reads is required" });
  if (outputFileName !== undefined && !/^[^/\\]+$/.test(outputFileName)) {
    faults.push({ field: "outputFileName", value: outputFileName, rule: "a name of a file, without a folder" });
  }
  return faults;
}

/** The body that is posted to an endpoint's scoring URI. */
export function invocationBody(invocation: BatchInvocation): object {
  const { input, name, outputFolder, outputFileName, miniBatchSize, instanceCount, errorThreshold } = invocation;
  const { maxRetries, timeoutSeconds } = invocation;
  const retrySettings = {
    ...(maxRetries !== undefined && { maxRetries }),
    ...(timeoutSeconds !== undefined && { timeout: isoDuration(timeoutSeconds * 1000) }),
  };
  return {
    properties: {
      // A model deployment has one input and one output, and nobody reads their names.
      inputData: { input: { jobInputType: input.type, uri: input.uri } },
      ...(outputFolder !== undefined && { outputData: { score: { jobOutputType: "UriFolder", uri: outputFolder } } }),
      ...(name !== undefined && { name }),
      ...(outputFileName !== undefined && { outputFileName }),
      ...(miniBatchSize !== undefined && { miniBatchSize }),
      ...(instanceCount !== undefined && { compute: { instanceCount } }),
      ...(errorThreshold !== undefined && { errorThreshold }),
      ...(Object.keys(retrySettings).length > 0 && { retrySettings }),
    },
  };
}
