import type { Fault } from "../../arm/fault";
import { RETRY, type RetryPolicy } from "./retry-policy";

/** How long requests may take, and whether they are repeated. */
export interface ScoringLimits {
  /**
   * Milliseconds that one try may take; of a streamed answer until its head, and for each silence in it. Default 200000, a
   * little over the service's own limit of 180 s.
   */
  timeoutMs?: number;
  /** Milliseconds that all tries and pauses may take together; of a streamed answer until its head. Default 300000. */
  deadlineMs?: number;
  /** Whether and how failed tries are repeated; `none` for one try, which a refused key or token still renews. */
  retry?: RetryPolicy | "none";
}

/** What holds for all requests of a client. */
export interface ScoringClientOptions extends ScoringLimits {
  /**
   * Connections at most; requests beyond wait for one. Default 100. The service takes 500 of one endpoint, from all clients
   * together (Microsoft Docs, "Manage quotas").
   */
  connections?: number;
  /** Deployment that answers where a request names none, whatever the split. */
  deployment?: string;
}

/** How one request is sent. What is left out is as the client has it. */
export interface ScoreOptions extends ScoringLimits {
  /** Deployment that has to answer, whatever the split; it may have no traffic at all. */
  deployment?: string;
  /** More headers, for example `content-type` for what is no JSON, or `x-ms-client-request-id`. */
  headers?: Readonly<Record<string, string>>;
  /** Gives the request up from outside, tries and pauses too. */
  signal?: AbortSignal;
}

/** The limits, none left out. */
export interface Limits {
  timeoutMs: number;
  deadlineMs: number;
  retry: Required<RetryPolicy>;
}

const DEFAULTS: Limits = { timeoutMs: 200_000, deadlineMs: 300_000, retry: RETRY };

/** Connections of a client that says nothing else. */
export const CONNECTIONS = 100;

/** What is given over what holds otherwise. */
export function limitsOf({ timeoutMs, deadlineMs, retry }: ScoringLimits, base: Limits = DEFAULTS): Limits {
  if (timeoutMs === undefined && deadlineMs === undefined && retry === undefined) return base;
  const given: RetryPolicy = retry === "none" ? { tries: 1 } : (retry ?? {});
  return {
    timeoutMs: timeoutMs ?? base.timeoutMs,
    deadlineMs: deadlineMs ?? base.deadlineMs,
    retry: {
      tries: given.tries ?? base.retry.tries,
      repeat: given.repeat ?? base.retry.repeat,
      baseMs: given.baseMs ?? base.retry.baseMs,
      maxMs: given.maxMs ?? base.retry.maxMs,
    },
  };
}

/** What is wrong with a client's address and bounds. */
export function clientFaults(scoringUri: string, { connections = CONNECTIONS }: ScoringClientOptions): Fault[] {
  const faults: Fault[] = [];
  if (!/^https?:$/.test(URL.canParse(scoringUri) ? new URL(scoringUri).protocol : "")) {
    faults.push({ field: "scoringUri", value: scoringUri, rule: "an http or https URL is expected" });
  }
  if (!Number.isInteger(connections) || connections < 1) {
    faults.push({ field: "connections", value: connections, rule: "a whole number from 1 is expected" });
  }
  return faults;
}

/** What is wrong with limits. */
export function limitFaults({ timeoutMs, deadlineMs, retry }: Limits): Fault[] {
  const faults: Fault[] = [];
  for (const [field, value] of Object.entries({ timeoutMs, deadlineMs })) {
    if (!(value > 0)) faults.push({ field, value, rule: "a number of milliseconds above 0 is expected" });
  }
  const { tries, repeat, baseMs, maxMs } = retry;
  if (!Number.isInteger(tries) || tries < 1) {
    faults.push({ field: "retry.tries", value: tries, rule: "a whole number from 1 is expected" });
  }
  if (!["idempotent", "unprocessed"].includes(repeat)) {
    faults.push({ field: "retry.repeat", value: repeat, rule: "idempotent or unprocessed is expected" });
  }
  for (const [field, value] of Object.entries({ "retry.baseMs": baseMs, "retry.maxMs": maxMs })) {
    if (!(value >= 0)) faults.push({ field, value, rule: "a number of milliseconds from 0 is expected" });
  }
  return faults;
}
