import type { RequestRecord } from "../serving/front-end/request-record";
import { Durations } from "./durations";
import { History } from "./history";
import { Latencies, latencyColumns, type LatencyColumn } from "./latencies";
import { LiveWindow } from "./live-window";

/** A value of one minute; minutes are counted since 1970. `weight` is how many requests it stands for. */
export interface Point {
  minute: number;
  value: number;
  weight: number;
}

/** Minutes from `from` up to but not including `to`. */
export interface Minutes {
  from: number;
  to: number;
}

/** Requests that ended alike. */
export interface Outcomes {
  readonly status: number;
  /** Absent where the container gave no answer. */
  readonly modelStatus: number | undefined;
  readonly mirrored: boolean;
  /** Since the start. */
  total: number;
  /** In the running minute. */
  running: number;
  readonly history: History;
}

/** Statuses of a container that are told apart for one deployment: a scoring script may make up any. */
const modelStatuses = 50;

/** Everything counted of one deployment, or of the requests that reached none. */
export class DeploymentSeries {
  readonly durations = new Durations();
  readonly live = new LiveWindow();
  private readonly byKey = new Map<number, Outcomes>();
  private readonly history = new History(latencyColumns.length);
  /** None after a minute without a request, so that idle deployments hold no histogram. */
  private running: Latencies | undefined;

  record(time: number, { status, modelStatus, mirrored, durationMs }: RequestRecord): void {
    const outcomes = this.outcomesOf(status, modelStatus, mirrored);
    outcomes.total++;
    outcomes.running++;
    this.running ??= new Latencies();
    this.running.record(durationMs);
    this.durations.record(durationMs / 1000);
    this.live.record(time, status, durationMs);
  }

  get outcomes(): IterableIterator<Outcomes> {
    return this.byKey.values();
  }

  /** The latencies of the running minute. */
  get latencies(): Latencies | undefined {
    return this.running?.count === 0 ? undefined : this.running;
  }

  /** Nothing of the last day is left. */
  get idle(): boolean {
    return this.running === undefined && this.history.empty;
  }

  /** Ends the running minute `minute`; `next` is the one that begins. */
  close(minute: number, next: number): void {
    for (const outcomes of this.byKey.values()) {
      if (outcomes.running > 0) outcomes.history.append(minute, [outcomes.running]);
      outcomes.running = 0;
      outcomes.history.expire(next);
    }
    if (this.latencies) this.history.append(minute, this.latencies.summary());
    else this.running = undefined;
    this.running?.reset();
    this.history.expire(next);
  }

  latency(column: LatencyColumn, minutes: Minutes, running: number): Point[] {
    return latencyPoints(this.history, this.latencies, column, minutes, running);
  }

  private outcomesOf(status: number, modelStatus: number | undefined, mirrored: boolean): Outcomes {
    const found = this.byKey.get(keyOf(status, modelStatus, mirrored));
    if (found) return found;
    // Past the limit, a made-up status counts as the plain one of its class.
    const known = this.byKey.size < modelStatuses || modelStatus === undefined;
    const kept = known ? modelStatus : Math.floor(modelStatus / 100) * 100;
    const key = keyOf(status, kept, mirrored);
    const outcomes = this.byKey.get(key) ?? {
      ...{ status, modelStatus: kept, mirrored },
      ...{ total: 0, running: 0, history: new History(1) },
    };
    this.byKey.set(key, outcomes);
    return outcomes;
  }
}

/** What a history and the running minute hold of one column. */
export function latencyPoints(
  history: History,
  latencies: Latencies | undefined,
  column: LatencyColumn,
  { from, to }: Minutes,
  running: number,
): Point[] {
  const index = latencyColumns.indexOf(column);
  const weights = history.column(0, from, to);
  const points = history.column(index, from, to).map((point, at) => ({ ...point, weight: weights[at]?.value ?? 0 }));
  if (latencies === undefined || running < from || running >= to) return points;
  const summary = latencies.summary();
  return [...points, { minute: running, value: summary[index] ?? 0, weight: latencies.count }];
}

function keyOf(status: number, modelStatus: number | undefined, mirrored: boolean): number {
  return (status * 1000 + (modelStatus ?? 0)) * 2 + (mirrored ? 1 : 0);
}
