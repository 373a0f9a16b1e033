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
export { openScoring } from "./scoring/open-scoring";
export type { ScoringCredential } from "./scoring/credential";
export type { ScoreOptions, ScoringClientOptions, ScoringLimits } from "./scoring/options";
export type { RetryPolicy } from "./scoring/retry-policy";
export type { Score, ScoreStream } from "./scoring/score";
export { ScoringClient } from "./scoring/scoring-client";
export {
  type AnsweredFailure,
  ModelError,
  type NoAnswerFailure,
  ScoringError,
  type ScoringFailure,
  type ScoringFailureFacts,
} from "./scoring/scoring-error";
export type { EndpointConnection } from "../arm/endpoint-connection";
