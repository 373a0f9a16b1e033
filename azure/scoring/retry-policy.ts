import type { NoAnswerFailure } from "./scoring-error";
import { retryAfterMs } from "./retry-after";

/** Whether and how failed tries are repeated. */
export interface RetryPolicy {
  /** Tries in all, the first included. 1: none is repeated. Default 4. */
  tries?: number;
  /**
   * What may be repeated. `idempotent` (default): whatever may pass, since scoring the same input twice does no harm.
   * `unprocessed`: only what the service did not let through to the model (429, a model that is not ready), or what was
   * never sent; for scripts that count, charge or write.
   */
  repeat?: "idempotent" | "unprocessed";
  /** Milliseconds below which the first pause is drawn; doubles from try to try. Default 200. */
  baseMs?: number;
  /** Milliseconds that the doubling ends at. Default 20000. */
  maxMs?: number;
}

/** The defaults. */
export const RETRY: Required<RetryPolicy> = { tries: 4, repeat: "idempotent", baseMs: 200, maxMs: 20_000 };

/** What a try came to, as far as the next one depends on it. */
export interface Ending {
  /** Status of the answer. */
  status?: number;
  /** `ms-azureml-model-error-reason` of the answer. */
  modelReason?: string;
  /** `Retry-After` of the answer. */
  retryAfter?: string;
  /** Why there is no answer. */
  failure?: NoAnswerFailure;
}

/** Milliseconds that the rate limit's window lasts: it counts requests a second (Microsoft Docs, "Manage quotas"). */
const RATE_WINDOW = 1000;

/** True where the request may be sent again. What the model itself answered stands. */
export function mayRepeat({ status, modelReason, failure }: Ending, repeat: Required<RetryPolicy>["repeat"]): boolean {
  const unprocessed = status === 429 || (status === 424 && modelReason === "model_not_ready");
  if (unprocessed || failure === "unreachable") return true;
  return repeat === "idempotent" && (status === 408 || status === 503 || failure === "lost" || failure === "timeout");
}

/**
 * Milliseconds until the next try: a random share of a bound that doubles from try to try, after what the service asks
 * for. Full jitter, so that clients that failed together do not come back together. A 429 of the rate limit is waited out
 * for a window of it, where the service names no time; with `too_many_pending_request` a place may be free at once.
 *
 * @param tries those that have failed
 * @param chance from 0 to 1, new for each pause
 * @param now milliseconds since 1970
 */
export function pauseMs(
  { status, modelReason, retryAfter }: Ending,
  { baseMs, maxMs }: Required<RetryPolicy>,
  { tries, chance, now }: { tries: number; chance: number; now: number },
): number {
  const asked = retryAfterMs(retryAfter, now);
  const isRate = status === 429 && modelReason !== "too_many_pending_request" && asked === undefined;
  const first = isRate ? Math.max(baseMs, RATE_WINDOW) : baseMs;
  return (asked ?? 0) + chance * Math.min(Math.max(maxMs, first), first * 2 ** (tries - 1));
}
