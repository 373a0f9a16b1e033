/**
 * The seam between the control plane, which knows which batch jobs should run, and the engine, which runs them. Plain
 * data both ways.
 */

/** The service's words for where a job is, in the order in which it has them; the last three are final. */
export const JOB_STATUSES = [
  "NotStarted",
  "Starting",
  "Provisioning",
  "Preparing",
  "Queued",
  "Running",
  "Finalizing",
  "CancelRequested",
  "Completed",
  "Failed",
  "Canceled",
] as const;

export type JobStatus = (typeof JOB_STATUSES)[number];

/** Files of a folder on this machine, which are read where they are. */
export interface LocalInput {
  folder: string;
  /** Paths below `folder`, in any order, with `/`. */
  files: readonly string[];
}

/** Files from elsewhere. Each is fetched before its mini batch runs, and removed after it. */
export interface FetchedInput {
  /** Paths in any order, with `/`; scripts see the same path below a folder of the job. */
  files: readonly string[];
  /** Puts one file at `target`, whose folder exists. A rejection counts as a failed try of the mini batch. */
  fetch(path: string, target: string, signal: AbortSignal): Promise<void>;
}

/** Takes what the job has written. A job that is resumed may put a file again. */
export interface OutputSink {
  /** `path` has `/`; the file at `file` is gone after the promise settles. */
  put(path: string, file: string): Promise<void>;
}

/** Everything that is needed to run one job; code and model are already on this machine. */
export interface BatchJobSpec {
  name: string;
  endpoint: string;
  deployment: string;
  input: LocalInput | FetchedInput;
  /** Folder that holds the code as uploaded, and the scoring script's path in it. Absent: the model is an MLflow model. */
  code?: { folder: string; scoringScript: string };
  /** The registered model's files (a folder that the model's content lies in) and its identity. */
  model?: { folder: string; name: string; version: string };
  environment: { image?: string; /** Text of the conda file. Absent: an MLflow model's own. */ condaFile?: string };
  environmentVariables: Record<string, string>;
  /** Files for each call of `run()`. */
  miniBatchSize: number;
  instanceCount: number;
  /** Worker processes of each instance. */
  maxConcurrencyPerInstance: number;
  retrySettings: {
    /** Tries after the first. */ maxRetries: number;
    /** Of one call of `run()`. */ timeoutSeconds: number;
  };
  /** Files that may fail; -1: any number. */
  errorThreshold: number;
  outputAction: "AppendRow" | "SummaryOnly";
  /** Of `AppendRow`, relative to the output. */
  outputFileName: string;
  /** Told to the script as `--logging_level`. */
  loggingLevel: "Debug" | "Info" | "Warning";
  output: OutputSink;
  /** A folder of the job's own: what is needed to resume it, and its log. */
  workFolder: string;
}

/** How many there are, and how many have ended in which way. The rest is waiting or running. */
export interface Count {
  total: number;
  succeeded: number;
  failed: number;
}

/** A mini batch failed where `run()` returned fewer elements than it was given, or never returned. */
export interface BatchJobCounts {
  miniBatches: Count;
  files: Count;
}

export interface StatusChange {
  status: JobStatus;
  at: Date;
}

/** Why a job failed, in the service's words where they are known. */
export class BatchJobFailure extends Error {
  override readonly name = "BatchJobFailure";
  constructor(
    readonly code: "UserError" | "ImageBuildFailure" | "JobNotResumable" | "InternalError",
    message: string,
  ) {
    super(message);
  }
}

/** A job, as it is now. */
export interface BatchJobView {
  name: string;
  status: JobStatus;
  /** Oldest first. */
  history: readonly StatusChange[];
  counts: BatchJobCounts;
  /** Present where the job failed. */
  error?: { code: string; message: string };
}

/** Told of a job as it goes. Must not throw. */
export interface BatchJobListener {
  statusChanged?(change: StatusChange): void;
  progressed?(counts: BatchJobCounts): void;
  /** Whole lines that a worker wrote (`node0/process000`), or the engine (`job`). */
  logged?(worker: string, lines: readonly string[]): void;
}

/** A job that this engine runs or has run. */
export interface BatchJob {
  readonly name: string;
  readonly view: BatchJobView;
  /** Settles, and never rejects, when the job is at its end, or was interrupted by the engine's stop: the status tells. */
  readonly ended: Promise<BatchJobView>;
  /** Kills the workers; settles when the job is at its end. Does nothing where it is already. */
  cancel(): Promise<void>;
  /** The last `tail` lines of the job's log. */
  log(tail?: number): string;
}

/** Runs batch jobs as local processes, none of which outlives this one. */
export interface BatchEngine {
  /** Starts a job; whatever is wrong with it is told by its status. Throws where its work folder has a job already. */
  start(spec: BatchJobSpec, listener?: BatchJobListener): BatchJob;
  /** Goes on with a job that an earlier process has started with the same spec. */
  resume(spec: BatchJobSpec, listener?: BatchJobListener): BatchJob;
  /** The job of that name, without regard to case. */
  find(name: string): BatchJob | undefined;
  /** Drops a job that is at its end from memory. */
  forget(name: string): void;
  /** Kills all workers and leaves the jobs so that they can be resumed. */
  stop(): Promise<void>;
}
