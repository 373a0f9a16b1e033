/** Asks and looks after endpoints from TypeScript, without Pulumi. */
export { ArmError, type ArmErrorDetail } from "./arm-error";
export { BatchClient, type JobListener } from "./batch/batch-client";
export type { BatchInvocation, JobInput } from "./batch/invocation";
export type { BatchJob, JobStatus } from "./batch/job-shape";
export type { LogLines } from "./batch/run-logs";
export { connect, connectBatch } from "./connect";
export {
  type Deployment,
  type EndpointKeys,
  type EndpointToken,
  type LogQuery,
  OnlineEndpoints,
} from "./online-endpoints";
export { openScoring } from "./scoring-access";
export { type Score, ScoringClient, type ScoringCredential, type ScoreOptions } from "./scoring-client";
export { ScoringError, type ScoringFailure } from "./scoring-error";
