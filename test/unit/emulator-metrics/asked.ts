import { Query } from "../../../emulator/arm/http/request";
import { deploymentMetrics, endpointMetrics } from "../../../emulator/metrics/definitions";
import { Metrics } from "../../../emulator/metrics/metrics";
import { readQuery } from "../../../emulator/metrics/query/query";
import { seriesOf, type Aggregated } from "../../../emulator/metrics/query/series";
import type { RequestRecord } from "../../../emulator/serving/front-end/request-record";

/** Metrics on a clock that the test moves. */
export class Counted {
  time = Date.parse("2026-03-01T10:00:00Z");
  readonly metrics = new Metrics(() => new Date(this.time));

  /** Moves the clock to `hh:mm:ss` of the day that the test began on, or of a later one. */
  at(clock: string, day = "2026-03-01"): this {
    this.time = Date.parse(`${day}T${clock}Z`);
    return this;
  }

  /** Requests to the endpoint `fraud`. */
  record(count: number, request: Partial<RequestRecord> = {}): this {
    const whole = {
      endpoint: "fraud",
      deployment: "blue",
      status: 200,
      modelStatus: 200,
      durationMs: 10,
      mirrored: false,
    };
    for (let index = 0; index < count; index++) this.metrics.record({ ...whole, ...request });
    return this;
  }

  /** The series of a metric of the endpoint, or of one of its deployments, by what they are split by. */
  ask(parameters: Record<string, string>, deployment?: string): Record<string, readonly Aggregated[]> {
    const query = new Query(Object.entries(parameters));
    const namespace = deployment === undefined ? endpointMetrics : deploymentMetrics;
    const names = { timespan: query.get("timespan"), filter: "$filter" };
    const read = readQuery(query, namespace, names, new Date(this.time));
    const series = this.metrics.endpoint("fraud");
    const found = seriesOf(read.metrics[0]!, read, series && { series, deployment });
    return Object.fromEntries(found.map(({ split, points }) => [split.map(({ value }) => value).join(" "), points]));
  }

  /** The values of one aggregation by minute of the hour, for the only series that there is. */
  values(parameters: Record<string, string>, deployment?: string): Record<string, number | undefined> {
    const [points = []] = Object.values(this.ask(parameters, deployment));
    const aggregation = (parameters["aggregation"] ?? "average") as keyof Aggregated;
    return Object.fromEntries(
      points.map((point) => [new Date(point.time).toISOString().slice(11, 16), point[aggregation]]),
    );
  }
}
