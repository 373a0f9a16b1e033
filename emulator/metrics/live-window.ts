/** Seconds that the live figures look back. */
const liveSeconds = 10;

/** Latencies that are remembered; of more requests, the last ones count. */
const remembered = 512;

/** What a deployment is doing now. */
export interface LiveFigures {
  requestsPerSecond: number;
  /** Share of answers of 400 and above, 0 to 1. */
  errorShare: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
}

/** The last seconds of one deployment, in a few kilobytes whatever the traffic. */
export class LiveWindow {
  private readonly seconds = new Float64Array(liveSeconds);
  private readonly requests = new Float64Array(liveSeconds);
  private readonly errors = new Float64Array(liveSeconds);
  private readonly times = new Float64Array(remembered);
  private readonly latencies = new Float64Array(remembered);
  private next = 0;

  /** `time` in milliseconds since 1970. */
  record(time: number, status: number, durationMs: number): void {
    const second = Math.floor(time / 1000);
    const slot = second % liveSeconds;
    if (this.seconds[slot] !== second) {
      this.seconds[slot] = second;
      this.requests[slot] = this.errors[slot] = 0;
    }
    this.requests[slot] = (this.requests[slot] ?? 0) + 1;
    if (status >= 400) this.errors[slot] = (this.errors[slot] ?? 0) + 1;
    this.times[this.next] = time;
    this.latencies[this.next] = durationMs;
    this.next = (this.next + 1) % remembered;
  }

  /** The figures of the last whole seconds and the running one; undefined without a request in them. */
  figures(time: number): LiveFigures | undefined {
    const oldest = Math.floor(time / 1000) - liveSeconds;
    let requests = 0;
    let errors = 0;
    for (const [slot, second] of this.seconds.entries()) {
      if (second <= oldest) continue;
      requests += this.requests[slot] ?? 0;
      errors += this.errors[slot] ?? 0;
    }
    if (requests === 0) return undefined;
    const recent = this.latencies.filter((_, index) => (this.times[index] ?? 0) >= (oldest + 1) * 1000).sort();
    return {
      requestsPerSecond: requests / liveSeconds,
      errorShare: errors / requests,
      p50: ranked(recent, 0.5),
      p95: ranked(recent, 0.95),
    };
  }
}

/** The smallest value that `share` of all are at most as large as. */
function ranked(ascending: Float64Array, share: number): number {
  return ascending[Math.max(Math.ceil(share * ascending.length) - 1, 0)] ?? 0;
}
