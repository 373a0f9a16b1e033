import type { Answer } from "./scoring";

/** What was answered in a stretch of time. */
export interface Stretch {
  /** Requests that were answered, also those with an error. */
  count: number;
  /** Requests that a deployment answered with an error and was allowed to. */
  failed: number;
  /** Right answers. */
  byDeployment: Readonly<Record<string, number>>;
  /** Milliseconds that half of the right answers took at most. */
  p50: number;
  /** Milliseconds that 95 of 100 right answers took at most. */
  p95: number;
}

/** What was answered from the start. */
export interface Totals {
  /** Right answers. */
  answered: number;
  /** Requests that a deployment answered with an error and was allowed to. */
  failed: number;
}

/** Counts and latencies of answers. */
export function summary(answers: readonly Answer[], failed = 0): Stretch {
  const times = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const quantile = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  const byDeployment: Record<string, number> = {};
  for (const { deployment } of answers) byDeployment[deployment] = (byDeployment[deployment] ?? 0) + 1;
  return { count: answers.length + failed, failed, byDeployment, p50: quantile(0.5), p95: quantile(0.95) };
}
