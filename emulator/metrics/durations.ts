/** Upper bounds of the buckets of the Prometheus histogram, in seconds. */
export const durationBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180];

/** Durations since the start, counted by bucket. */
export class Durations {
  /** How many fell into each bucket; the last one takes what is longer than every bound. */
  readonly counts = new Float64Array(durationBounds.length + 1);
  /** Seconds. */
  sum = 0;

  record(seconds: number): void {
    let bucket = 0;
    while (bucket < durationBounds.length && seconds > (durationBounds[bucket] ?? 0)) bucket++;
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.sum += seconds;
  }
}
