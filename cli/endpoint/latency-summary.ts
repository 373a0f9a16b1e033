/** What many requests came to, as `--json` prints it. */
export interface LatencySummary {
  count: number;
  /** Those that did not get 200. */
  failed: number;
  /** How many by status, or by what kept an answer from coming. */
  byStatus: Record<string, number>;
  /** Of the requests that got 200; null where none did. */
  milliseconds: Record<"p50" | "p90" | "p95" | "p99" | "most", number | null>;
  seconds: number;
  requestsPerSecond: number;
}

/** Counts answers and the time that they took. */
export class Latencies {
  private readonly times: number[] = [];
  private readonly statuses = new Map<string, number>();

  /** @param ending status, or why there was no answer: `timeout`, `unreachable`, … */
  add(ending: number | string, durationMs: number): void {
    this.statuses.set(String(ending), (this.statuses.get(String(ending)) ?? 0) + 1);
    if (ending === 200) this.times.push(durationMs);
  }

  /** @param seconds from the first request to the last answer */
  summary(seconds: number): LatencySummary {
    const sorted = Float64Array.from(this.times).sort();
    // The smallest time that so many percent of the requests did not exceed.
    const at = (percent: number): number | null => {
      const time = sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)];
      return time === undefined ? null : rounded(time);
    };
    const count = [...this.statuses.values()].reduce((sum, each) => sum + each, 0);
    return {
      count,
      failed: count - sorted.length,
      byStatus: Object.fromEntries([...this.statuses].sort(([a], [b]) => a.localeCompare(b))),
      milliseconds: { p50: at(50), p90: at(90), p95: at(95), p99: at(99), most: at(100) },
      seconds: rounded(seconds),
      requestsPerSecond: rounded(seconds > 0 ? count / seconds : 0),
    };
  }
}

/** To a hundredth: more is noise. */
function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
