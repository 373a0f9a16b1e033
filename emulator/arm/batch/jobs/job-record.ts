import type { BatchJobCounts, JobStatus } from "../../../batch/contract";
import type { BlobPlace } from "../../machine-learning/blob-places";
import type { DeploymentAssets } from "../../machine-learning/deployment-record";
import type { Resource } from "../../store/resource";
import type { BatchDeploymentProperties } from "../batch-deployment-record";
import type { JobInput, JobOutput } from "../job-request";

/** How a job runs: as its deployment, or as it says itself. */
export interface BatchJobSettings extends Pick<
  BatchDeploymentProperties,
  | "miniBatchSize"
  | "maxConcurrencyPerInstance"
  | "errorThreshold"
  | "retrySettings"
  | "loggingLevel"
  | "outputAction"
  | "outputFileName"
> {
  compute: { instanceCount: number; target?: string };
}

/** What a client sees of a job (dataplane type `BatchJob`). */
export interface BatchJobProperties extends BatchJobSettings {
  status: JobStatus;
  provisioningState: "Succeeded";
  name: string;
  displayName?: string;
  description?: string;
  experimentName?: string;
  inputData: Record<string, JobInput>;
  /** With the place of the file or folder, also where the client left it to the service. */
  outputData: Record<string, JobOutput>;
  tags: Record<string, string>;
  properties: Record<string, string>;
  /** ISO 8601, by status. */
  startTime?: string;
  endTime?: string;
  /** Present where it failed. */
  error?: { code: string; message: string };
}

/** Files that a job reads: below a folder of the blob store, or one file of the web. */
export type InputFiles = { at: "blobs"; place: BlobPlace } | { at: "web"; url: string };

export interface BatchJobRecord extends Resource<BatchJobProperties> {
  /** Names of its endpoint and deployment. */
  endpoint: string;
  deployment: string;
  /** All that is needed to run it, whatever becomes of its deployment. */
  run: {
    input: InputFiles;
    /** Folder of the output. */
    output: BlobPlace;
    assets: DeploymentAssets;
    scoringScript?: string;
    environmentVariables: BatchDeploymentProperties["environmentVariables"];
  };
  /** Absent until it runs. */
  counts?: BatchJobCounts;
}
