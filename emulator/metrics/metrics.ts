import type { EndpointRecord } from "../arm/machine-learning/endpoint-record";
import type { CollectionEvent } from "../collection/contract";
import { nameOf } from "../arm/store/resource";
import type { Collection } from "../arm/store/store";
import type { RequestRecord } from "../serving/front-end/request-record";
import { EndpointSeries } from "./endpoint-series";
import type { LiveFigures } from "./live-window";

/** Milliseconds. */
const minuteLength = 60_000;

/**
 * Counts and latencies of scoring requests: by the minute for a day, since the start, and of the last seconds. What is
 * kept depends on how many deployments there are and how many ways their requests end, not on how many requests come.
 */
export class Metrics {
  private readonly endpoints = new Map<string, EndpointSeries>();
  private minute: number;

  constructor(private readonly now: () => Date) {
    this.minute = Math.floor(now().getTime() / minuteLength);
  }

  /** Takes one request in. Called for every scoring request. */
  record(request: RequestRecord): void {
    const time = this.now().getTime();
    this.turn(time);
    this.seriesOf(request.endpoint).record(time, request);
  }

  /** Takes in what became of a collected record. */
  collected({ endpoint, ...event }: CollectionEvent): void {
    this.turn(this.now().getTime());
    this.seriesOf(endpoint).collection.record(event);
  }

  /** What was counted of an endpoint, by its name as the control plane spells it. */
  endpoint(name: string): EndpointSeries | undefined {
    this.turn(this.now().getTime());
    return this.endpoints.get(name);
  }

  /** What a deployment, or what is counted under no deployment, did in the last seconds. */
  live(endpoint: string, deployment: string): LiveFigures | undefined {
    return this.endpoints.get(endpoint)?.deployments.get(deployment)?.live.figures(this.now().getTime());
  }

  /** Forgets endpoints as they are deleted, so that a later one of the same name starts afresh. */
  follow(endpoints: Collection<EndpointRecord>): void {
    endpoints.watch(({ id, record }) => {
      if (record === undefined) this.endpoints.delete(nameOf(id));
    });
  }

  private seriesOf(endpoint: string): EndpointSeries {
    let series = this.endpoints.get(endpoint);
    if (series === undefined) this.endpoints.set(endpoint, (series = new EndpointSeries(this.minute)));
    return series;
  }

  /** Ends the running minute if it is over. A clock that is set back goes on counting in the minute that runs. */
  private turn(time: number): void {
    const minute = Math.floor(time / minuteLength);
    if (minute <= this.minute) return;
    this.minute = minute;
    for (const [name, series] of this.endpoints) {
      series.close(minute);
      if (series.idle) this.endpoints.delete(name);
    }
  }
}
