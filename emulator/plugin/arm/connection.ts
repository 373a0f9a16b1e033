import { setTimeout as sleep } from "node:timers/promises";
import { asText } from "../schema/value";
import type { Values } from "../schema/value";
import { errorCode, retryAfter } from "./answer";
import type { Answer } from "./answer";

/** Waits of the provider, in milliseconds. */
export interface Pace {
  /** Between two looks at a PUT, and at a DELETE, where the service does not say. */
  readonly pollPut: number;
  readonly pollDelete: number;
  /** Before a second try; it grows with each try, up to the limit. */
  readonly retry: number;
  readonly longestRetry: number;
}

/** The provider waits 10 s, 30 s, 20 s and 120 s; a local service is worth a fortieth of that. */
export const LOCAL_PACE: Pace = { pollPut: 250, pollDelete: 750, retry: 500, longestRetry: 3000 };

const RETRIES = 3;
const RETRIED = new Set([408, 429, 500, 502, 503, 504]);

/** A request; `url` is absolute or an id. */
export interface Request {
  readonly method: "GET" | "PUT" | "POST" | "PATCH" | "DELETE";
  readonly url: string;
  readonly query?: Values | undefined;
  readonly body?: Values | undefined;
}

/** Sends requests to one ARM endpoint and to nowhere else. */
export interface ArmConnection {
  readonly pace: Pace;
  /** Rejects with the signal's reason once it is aborted; answers of any status are answers. */
  send(request: Request, signal: AbortSignal): Promise<Answer>;
  /** The absolute URL of an address that the service gave. */
  resolve(url: string): URL;
}

/** Connects to a local ARM endpoint; any bearer token is good there. Throws where `armUrl` is not of this machine. */
export function connect(armUrl: string, pace: Pace = LOCAL_PACE): ArmConnection {
  const base = loopback(armUrl);
  const resolve = (url: string): URL => {
    const resolved = new URL(url, base);
    if (resolved.origin !== base.origin) {
      throw new Error(`invalid polling URL ${url}: the local Azure ML is at ${base.origin}`);
    }
    return resolved;
  };

  async function once({ method, url, query = {}, body }: Request, signal: AbortSignal): Promise<Answer> {
    const target = resolve(url);
    for (const [name, value] of Object.entries(query)) {
      target.searchParams.set(name, asText(value));
    }
    const response = await fetch(target, {
      method,
      signal,
      redirect: "error",
      headers: {
        "accept": "application/json",
        "authorization": "Bearer local",
        "user-agent": "pulumi-azure-native stand-in",
        ...(body === undefined ? {} : { "content-type": "application/json; charset=utf-8" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  async function send(request: Request, signal: AbortSignal): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await attemptOf(once(request, signal));
      signal.throwIfAborted();
      if (attempt > RETRIES || !worthAnotherTry(outcome)) {
        return answerOf(outcome);
      }
      const asked = "answer" in outcome ? retryAfter(outcome.answer) : 0;
      const jitter = 0.8 + Math.random() / 2;
      const wait = asked > 0 ? asked : Math.min((2 ** attempt - 1) * pace.retry * jitter, pace.longestRetry);
      await pause(wait, signal);
    }
  }

  return { pace, send, resolve };
}

type Outcome = { readonly answer: Answer } | { readonly error: unknown };

const attemptOf = (answer: Promise<Answer>): Promise<Outcome> =>
  answer.then(
    (given): Outcome => ({ answer: given }),
    (error: unknown): Outcome => ({ error }),
  );

function answerOf(outcome: Outcome): Answer {
  if ("error" in outcome) {
    throw outcome.error;
  }
  return outcome.answer;
}

/** No answer at all, throttling, a fault of the service, or another operation on the same resource. */
function worthAnotherTry(outcome: Outcome): boolean {
  if ("error" in outcome) {
    return true;
  }
  const { answer } = outcome;
  return RETRIED.has(answer.status) || (answer.status === 409 && errorCode(answer) === "AnotherOperationInProgress");
}

/** Waits, or rejects with the signal's reason. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
}

function loopback(armUrl: string): URL {
  const url = new URL(armUrl);
  if (!["127.0.0.1", "localhost", "[::1]"].includes(url.hostname)) {
    throw new Error(
      `PULUMI_AZUREML_ARM_URL: '${armUrl}' is not an address of this machine, and the local Azure ML is only there`,
    );
  }
  return url;
}
