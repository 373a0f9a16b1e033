import type { Readable } from "node:stream";
import { deploymentOf, modelReasonOf, modelStatusOf, requestIdOf } from "./answer-headers";
import type { Answer } from "./exchange";
import { parsed } from "./refusal";

/** An answer. */
export interface Score {
  /** 200 where the model answered; see "Troubleshoot online endpoints" for the others. */
  status: number;
  /** The parsed JSON; text where the answer is none. */
  body: unknown;
  /** Deployment that answered, if the service tells. */
  deployment?: string;
  /** The service's id of the request. */
  requestId?: string;
  /** Status of the model's own answer, where it was not 200 and the service answered 424 in its place. */
  modelStatus?: number;
  /** Why the service answered in the model's place, for example `too_many_pending_request`. */
  modelReason?: string;
  /** Requests that were sent for it. */
  tries: number;
  /** Milliseconds from the call to the last byte, over all tries. */
  durationMs: number;
}

/** An answer whose body is still coming. */
export interface ScoreStream {
  status: number;
  /** By names in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  deployment?: string;
  requestId?: string;
  tries: number;
  /**
   * The body as it comes; read it to its end or destroy it, it holds a connection until then. Fails with a `ScoringError`
   * where it breaks off (`broken`), falls silent for `timeoutMs` (`timeout`) or is given up (`aborted`).
   */
  body: Readable;
}

/** An answer as callers see it. */
export function scoreOf(
  { status, headers, content }: Answer,
  { tries, durationMs }: Pick<Score, "tries" | "durationMs">,
): Score {
  return {
    status,
    body: parsed(content),
    deployment: deploymentOf(headers),
    requestId: requestIdOf(headers),
    modelStatus: modelStatusOf(headers),
    modelReason: modelReasonOf(headers),
    tries,
    durationMs,
  };
}
