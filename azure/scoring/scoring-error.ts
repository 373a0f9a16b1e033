/**
 * Why a scoring request failed.
 *
 * Without a whole answer:
 * - `credential`: there is no key or token to send
 * - `unreachable`: no connection; nothing was sent
 * - `lost`: the connection broke before the first byte of an answer
 * - `broken`: the connection broke within the answer
 * - `timeout`: too late by the client's own limits
 * - `aborted`: given up by the caller
 *
 * With an answer:
 * - `unauthorized`: 401, key or token is wrong or expired
 * - `forbidden`: 403, the identity may not score
 * - `not-found`: 404, no deployment has traffic, or there is none of the name that was asked for
 * - `model-timeout`: 408, the deployment took longer than its `requestTimeout`
 * - `throttled`: 429, too many requests are waiting, or the endpoint's rate limit is reached
 * - `model`: 424, the container failed; see {@link ModelError}
 * - `unavailable`: 5xx, the service failed
 * - `refused`: any other status
 */
export type ScoringFailure = NoAnswerFailure | AnsweredFailure;

/** Failures without a whole answer. */
export type NoAnswerFailure = "credential" | "unreachable" | "lost" | "broken" | "timeout" | "aborted";

/** Failures that the service answered. */
export type AnsweredFailure =
  "unauthorized" | "forbidden" | "not-found" | "model-timeout" | "throttled" | "model" | "unavailable" | "refused";

/** What is known of a failed scoring request. */
export interface ScoringFailureFacts {
  /** Milliseconds from the call to the failure, over all tries. */
  durationMs: number;
  /** Requests that were sent, or were about to be. */
  tries: number;
  /** Status of the last answer. */
  status?: number;
  /** The last answer: parsed JSON, else text. The secret that was sent is masked in it. */
  body?: unknown;
  /** Deployment that answered, if the service tells. */
  deployment?: string;
  /** The service's id of the last request. */
  requestId?: string;
}

/** A scoring request that failed. Holds no key and no token. */
export class ScoringError extends Error {
  override readonly name: string = "ScoringError";
  readonly durationMs: number;
  readonly tries: number;
  readonly status?: number;
  readonly body?: unknown;
  readonly deployment?: string;
  readonly requestId?: string;

  constructor(
    readonly reason: ScoringFailure,
    message: string,
    facts: ScoringFailureFacts,
  ) {
    super(message);
    this.durationMs = facts.durationMs;
    this.tries = facts.tries;
    this.status = facts.status;
    this.body = facts.body;
    this.deployment = facts.deployment;
    this.requestId = facts.requestId;
  }
}

/** The container failed: the service answered 424 in its place, with the container's own body. */
export class ModelError extends ScoringError {
  override readonly name = "ModelError";

  constructor(
    message: string,
    facts: ScoringFailureFacts,
    /** The container's own status, as `ms-azureml-model-error-statuscode` has it. */
    readonly modelStatus: number | undefined,
    /** `ms-azureml-model-error-reason`, for example `model_error` or `model_not_ready`. */
    readonly modelReason: string | undefined,
  ) {
    super("model", message, facts);
  }
}
