import { messageOf } from "../error-message";
import type { SecretSource } from "../renewed-secret";
import { headerOf, modelReasonOf } from "./answer-headers";
import type { Clock } from "./clock";
import type { Answer } from "./exchange";
import { NoAnswer } from "./no-answer";
import { mayRepeat, pauseMs, type Ending, type RetryPolicy } from "./retry-policy";
import { within } from "./within";

/** A request as its caller wants it. */
export interface Wanted {
  host: string;
  secret: SecretSource;
  retry: Required<RetryPolicy>;
  /** What happens on a 401. */
  onRefusal: "renew" | "give up";
  /** Milliseconds that one try may take. */
  timeoutMs: number;
  /** Milliseconds that all of it may take, pauses included. */
  deadlineMs: number;
  signal?: AbortSignal;
  /** True while the body can be sent (again). */
  isWhole(): boolean;
}

/** What the last try came to. */
export interface Tried {
  outcome: Answer | NoAnswer;
  /** Requests that were sent, or were about to be. */
  tries: number;
  /** What it was sent with, to be masked in what is told. */
  secret: string;
}

/**
 * Sends a request until an answer stands: again after a pause where it may be repeated, and again at once with another
 * secret where the first is refused. Does not begin a pause that would not end before the deadline. Never rejects.
 *
 * @param send one try; rejects with `NoAnswer`
 */
export async function tried(
  send: (secret: string, timeoutMs: number, tries: number) => Promise<Answer>,
  wanted: Wanted,
  clock: Clock,
): Promise<Tried> {
  const { host, retry, timeoutMs, deadlineMs, signal } = wanted;
  const began = clock.elapsed();
  const left = (): number => deadlineMs - (clock.elapsed() - began);
  let last: Tried | undefined;
  let refused: string | undefined;
  let failures = 0;
  for (let tries = 1; ; tries += 1) {
    // Right after a refusal with what was refused, so that another one comes; after that with what is good by now.
    const isRenewal = last !== undefined && last.secret === refused;
    const secret = await secretOf(wanted, isRenewal ? refused : undefined, left());
    if (isRenewal && last && (secret === refused || secret instanceof NoAnswer)) return last;
    if (secret instanceof NoAnswer) return { outcome: secret, tries: tries - 1, secret: "" };

    const outcome = await send(secret, Math.min(timeoutMs, left()), tries).catch(noAnswer);
    last = { outcome, tries, secret };
    if (!wanted.isWhole()) return last;
    const ending = endingOf(outcome);
    if (ending.status === 401 && wanted.onRefusal === "renew" && refused === undefined) {
      refused = secret;
      continue;
    }
    failures += 1;
    if (failures >= retry.tries || !mayRepeat(ending, retry.repeat)) return last;
    const pause = pauseMs(ending, retry, { tries: failures, chance: clock.chance(), now: clock.now() });
    if (pause >= left()) return last;
    await clock.sleep(pause, signal);
    if (signal?.aborted) return { ...last, outcome: new NoAnswer("aborted", `the request to ${host} was given up`) };
  }
}

async function secretOf(
  { host, secret, signal }: Wanted,
  refused: string | undefined,
  milliseconds: number,
): Promise<string | NoAnswer> {
  try {
    const given = secret(refused);
    return typeof given === "string"
      ? given
      : await within(given, { what: `a key or token for ${host}`, milliseconds, signal });
  } catch (error) {
    if (error instanceof NoAnswer) return error;
    return new NoAnswer("credential", `no key or token for ${host}: ${messageOf(error)}`);
  }
}

function noAnswer(error: unknown): NoAnswer {
  return error instanceof NoAnswer ? error : new NoAnswer("lost", messageOf(error));
}

function endingOf(outcome: Answer | NoAnswer): Ending {
  if (outcome instanceof NoAnswer) return { failure: outcome.answer === "begun" ? "broken" : outcome.reason };
  const { status, headers } = outcome;
  return { status, modelReason: modelReasonOf(headers), retryAfter: headerOf(headers, "retry-after") };
}
