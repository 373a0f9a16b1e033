import { createHistogram, type RecordableHistogram } from "node:perf_hooks";

/** What is kept of a minute's latencies, in this order. Milliseconds but for the count. */
export const latencyColumns = ["count", "mean", "p50", "p90", "p95", "p99"] as const;

export type LatencyColumn = (typeof latencyColumns)[number];

/** Microseconds in a millisecond, which is the histogram's unit. */
const units = 1000;

/** Longest latency that is told apart, in microseconds: no request lasts a quarter of an hour. */
const longest = 900_000_000;

/**
 * The latencies of one minute. Percentiles are exact to one percent, which is what keeps a histogram at 25 kB; count and
 * mean are exact.
 */
export class Latencies {
  private readonly histogram: RecordableHistogram = createHistogram({ lowest: 1, highest: longest, figures: 2 });
  private sum = 0;

  get count(): number {
    return this.histogram.count;
  }

  record(milliseconds: number): void {
    this.sum += milliseconds;
    this.histogram.record(Math.min(Math.max(Math.round(milliseconds * units), 1), longest));
  }

  add(other: Latencies): void {
    this.sum += other.sum;
    this.histogram.add(other.histogram);
  }

  reset(): void {
    this.sum = 0;
    this.histogram.reset();
  }

  /** A number for each of {@link latencyColumns}. */
  summary(): number[] {
    const { histogram, count, sum } = this;
    const percentile = (share: number): number => histogram.percentile(share) / units;
    return [count, sum / count, percentile(50), percentile(90), percentile(95), percentile(99)];
  }
}
