import type { RequestRecord } from "../serving/front-end/request-record";
import { CollectionSeries, type CollectedPoints } from "./collection-series";
import { DeploymentSeries, latencyPoints, type Minutes, type Outcomes, type Point } from "./deployment-series";
import { History } from "./history";
import { Latencies, latencyColumns, type LatencyColumn } from "./latencies";

/** The name under which requests are counted that reached no deployment. */
export const noDeployment = "";

/** Requests of one deployment that ended alike, by the minute. */
export interface OutcomePoints extends Outcomes {
  deployment: string;
  points: Point[];
}

/** Everything counted of one endpoint. */
export class EndpointSeries {
  readonly deployments = new Map<string, DeploymentSeries>();
  readonly collection = new CollectionSeries();
  /** The latencies of all deployments together: percentiles can't be added up. */
  private readonly history = new History(latencyColumns.length);

  constructor(private running: number) {}

  record(time: number, request: RequestRecord): void {
    const name = request.deployment ?? noDeployment;
    let series = this.deployments.get(name);
    if (series === undefined) this.deployments.set(name, (series = new DeploymentSeries()));
    series.record(time, request);
  }

  /** Nothing of the last day is left. */
  get idle(): boolean {
    return this.deployments.size === 0 && this.collection.idle;
  }

  /** Ends the running minute; `next` is the one that begins. */
  close(next: number): void {
    const all = this.together();
    if (all) this.history.append(this.running, all.summary());
    this.history.expire(next);
    this.collection.close(this.running, next);
    for (const [name, series] of this.deployments) {
      series.close(this.running, next);
      if (series.idle) this.deployments.delete(name);
    }
    this.running = next;
  }

  /** Collected records, or those that were lost, of one deployment or of all. */
  collected(fate: "taken" | "failed", minutes: Minutes, deployment?: string): CollectedPoints[] {
    return this.collection.points(fate, minutes, this.running, deployment);
  }

  /** Latencies of one deployment, or of the whole endpoint where none is named. */
  latency(column: LatencyColumn, minutes: Minutes, deployment?: string): Point[] {
    if (deployment === undefined) {
      return latencyPoints(this.history, this.together(), column, minutes, this.running);
    }
    return this.find(deployment)?.latency(column, minutes, this.running) ?? [];
  }

  /** How many requests ended how, by deployment. */
  outcomes({ from, to }: Minutes, deployment?: string): OutcomePoints[] {
    const running = this.running >= from && this.running < to ? this.running : undefined;
    return [...this.deployments]
      .filter(([name]) => deployment === undefined || sameName(name, deployment))
      .flatMap(([name, series]) =>
        [...series.outcomes].map((outcomes) => {
          const past = outcomes.history.column(0, from, to);
          const now =
            running !== undefined && outcomes.running > 0 ? [{ minute: running, value: outcomes.running }] : [];
          const points = [...past, ...now].map((point) => ({ ...point, weight: point.value }));
          return { ...outcomes, deployment: name, points };
        }),
      );
  }

  private find(deployment: string): DeploymentSeries | undefined {
    for (const [name, series] of this.deployments) if (sameName(name, deployment)) return series;
    return undefined;
  }

  private together(): Latencies | undefined {
    let all: Latencies | undefined;
    for (const { latencies } of this.deployments.values()) {
      if (latencies) (all ??= new Latencies()).add(latencies);
    }
    return all;
  }
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
