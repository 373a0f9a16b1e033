import {
  Histogram,
  type HistogramConfiguration,
  type MetricObjectWithValues,
  type MetricValueWithName,
} from "prom-client";
import { durationBounds, type Durations } from "./durations";

type Label = "endpoint" | "deployment";

/** Durations of one combination of labels. */
export interface LabelledDurations {
  labels: Record<Label, string>;
  durations: Durations;
}

/** A Prometheus histogram of what was counted elsewhere: `observe` takes half a microsecond, too much for each request. */
export class DurationHistogram extends Histogram<Label> {
  /** For name, help and type; it never has a value. */
  private readonly empty: Histogram<Label>;

  constructor(
    private readonly about: Omit<HistogramConfiguration<Label>, "buckets" | "collect">,
    private readonly read: () => readonly LabelledDurations[],
  ) {
    super({ ...about, buckets: [...durationBounds] });
    this.empty = new Histogram({ ...about, registers: [] });
  }

  override async get(): Promise<MetricObjectWithValues<MetricValueWithName<Label>>> {
    const values = this.read().flatMap((each) => this.values(each));
    return { ...(await this.empty.get()), values };
  }

  /** What the registry calls for its text, in place of `get`. */
  async getForPromString(): Promise<MetricObjectWithValues<MetricValueWithName<Label>>> {
    return this.get();
  }

  private values({ labels, durations: { counts, sum } }: LabelledDurations): MetricValueWithName<Label>[] {
    let count = 0;
    const buckets = [...counts].map((inBucket, index) => {
      count += inBucket;
      const le = durationBounds[index] ?? "+Inf";
      return { metricName: `${this.about.name}_bucket`, labels: { le, ...labels }, value: count };
    });
    return [
      ...buckets,
      { metricName: `${this.about.name}_sum`, labels, value: sum },
      { metricName: `${this.about.name}_count`, labels, value: count },
    ];
  }
}
