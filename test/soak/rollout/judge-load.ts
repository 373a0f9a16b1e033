import { splitText } from "../../load/split";
import type { EndpointWrite } from "./endpoint-writes";
import type { Answer, Sample } from "./load";

/** Milliseconds after which a write surely holds for every request. */
const HOLDS = 1_500;

/** What became of the requests of clients. */
export interface Judged {
  requests: number;
  /** Requests that the container of a candidate failed itself. */
  failedByCandidate: number;
  /** All others that failed, and those that somebody without a share answered, in words. */
  faults: string[];
}

/** Judges every answer by the weights that were written. `failing`: the deployments whose containers fail on purpose. */
export function judged(
  answers: readonly Answer[],
  writes: readonly EndpointWrite[],
  { first, failing }: { first: string; failing: ReadonlySet<string> },
): Judged {
  const times = writes.map(({ at }) => Date.parse(at));
  let failedByCandidate = 0;
  const faults = answers.flatMap((answer): string[] => {
    const { sent, ended, status, deployment = "nobody", modelStatus } = answer;
    const from = times.findLastIndex((time) => time <= sent - HOLDS);
    const until = times.findLastIndex((time) => time <= ended);
    const shares = [
      ...(from < 0 ? [{ [first]: 100 }] : []),
      ...writes.slice(Math.max(from, 0), until + 1).map(({ traffic }) => traffic),
    ];
    const told = `${status} from ${deployment} at ${new Date(sent).toISOString()}`;
    if (!shares.some((traffic) => (traffic[deployment] ?? 0) > 0)) return [`${told}: it had no share`];
    if (status === 200) return [];
    if (modelStatus !== 500 || !failing.has(deployment)) return [told];
    failedByCandidate += 1;
    return [];
  });
  return { requests: answers.length, failedByCandidate, faults };
}

/** Whether each reading shows weights and cursor as one write had them together, and never an older one after a newer one. */
export function sampleFaults(samples: readonly Sample[], writes: readonly EndpointWrite[], first: string): string[] {
  const splits = new Map(
    writes.map(({ id, sequence, traffic, mirror }) => [
      `${id} ${sequence}`,
      splitText({ traffic, mirrorTraffic: mirror }),
    ]),
  );
  let newest = 0;
  return samples.flatMap(({ tag, split }): string[] => {
    const [, id, , sequence] = tag?.split("|") ?? [];
    const wanted = tag === undefined ? splitText({ traffic: { [first]: 100 } }) : splits.get(`${id} ${sequence}`);
    const isOlder = Number(sequence ?? 0) < newest;
    newest = Math.max(newest, Number(sequence ?? 0));
    return split === wanted && !isOlder ? [] : [`read ${split} at ${tag ?? "no cursor"}, written was ${wanted}`];
  });
}
