import { median } from "../median";
import { wrk, type Load, type Seen } from "./wrk";

/** Two servers under the same load, by turns, so that whatever else the machine does meets both. */
export interface Pair {
  subject: Load;
  reference: Load;
  rounds: number;
  onRound: (line: string) => void;
}

/** Medians over the rounds; ratios are those of each round. */
export interface Compared {
  subject: Seen;
  reference: Seen;
  /** Requests per second, subject by reference. */
  throughput: number;
  /** Milliseconds that the subject's 99th percentile is above the reference's. */
  addedP99: number;
}

export async function compare({ subject, reference, rounds, onRound }: Pair): Promise<Compared> {
  const seen: { subject: Seen; reference: Seen }[] = [];
  // The first round warms both up and does not count.
  for (let round = 0; round <= rounds; round++) {
    const pair =
      round % 2 === 0
        ? { reference: await wrk(reference), subject: await wrk(subject) }
        : { subject: await wrk(subject), reference: await wrk(reference) };
    const line = `${rate(pair.subject)} against ${rate(pair.reference)} requests/s`;
    onRound(round === 0 ? `warm-up: ${line}` : `round ${round}: ${line}`);
    if (round > 0) seen.push(pair);
  }
  return {
    subject: middle(seen.map((pair) => pair.subject)),
    reference: middle(seen.map((pair) => pair.reference)),
    throughput: median(seen.map((pair) => pair.subject.requestsPerSecond / pair.reference.requestsPerSecond)),
    addedP99: median(seen.map((pair) => pair.subject.p99 - pair.reference.p99)),
  };
}

function middle(seen: readonly Seen[]): Seen {
  return {
    requestsPerSecond: median(seen.map((one) => one.requestsPerSecond)),
    requests: seen.reduce((sum, one) => sum + one.requests, 0),
    p50: median(seen.map((one) => one.p50)),
    p99: median(seen.map((one) => one.p99)),
  };
}

function rate({ requestsPerSecond }: Seen): string {
  return requestsPerSecond.toFixed(0);
}
