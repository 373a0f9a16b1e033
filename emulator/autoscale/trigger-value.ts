import { milliseconds } from "../arm/body/durations";
import type { ArmContext } from "../arm/context";
import type { MetricTrigger } from "../arm/monitor/autoscale-setting-body";
import { measured } from "../metrics/measured";
import type { Condition } from "../metrics/query/filter";
import type { Aggregation } from "../metrics/query/parameters";
import { seriesOf } from "../metrics/query/series";

const MINUTE = 60_000;

/** The aggregation of Azure Monitor that a statistic of a rule is. */
const statistics: Readonly<Record<MetricTrigger["statistic"], Aggregation>> = {
  Average: "average",
  Min: "minimum",
  Max: "maximum",
  Sum: "total",
  Count: "count",
};

/**
 * What a rule compares: the metric of each whole minute of its window by the statistic, these together by the time
 * aggregation, and divided by the instances where it asks for that. Undefined where no minute has a value.
 */
export function triggerValue(context: ArmContext, trigger: MetricTrigger, instances: number): number | undefined {
  const resource = measured(context, trigger.metricResourceUri);
  const metric = resource?.namespace.metrics.find(
    ({ name }) => name.toLowerCase() === trigger.metricName.toLowerCase(),
  );
  if (!resource || !metric) return undefined;
  const end = Math.floor(context.now().getTime() / MINUTE) * MINUTE;
  const aggregation = statistics[trigger.statistic];
  const points = seriesOf(
    metric,
    {
      ...{ metrics: [metric], timespan: { start: end - (milliseconds(trigger.timeWindow) ?? 0), end } },
      ...{ grain: (milliseconds(trigger.timeGrain) ?? MINUTE) / MINUTE, interval: trigger.timeGrain },
      ...{ aggregations: [aggregation], conditions: trigger.dimensions.map(conditionOf), top: 1 },
      rollUp: trigger.dimensions.map(({ dimensionName }) => dimensionName.toLowerCase()),
      ...{ order: undefined, metadataOnly: false },
    },
    resource.source,
  ).flatMap((series) => series.points.flatMap((point) => point[aggregation] ?? []));
  const value = together(points, trigger.timeAggregation);
  return value !== undefined && trigger.dividePerInstance ? value / instances : value;
}

function conditionOf({ dimensionName, operator, values }: MetricTrigger["dimensions"][number]): Condition {
  const is = (wanted: string) => (value: string) => wanted.toLowerCase() === value.toLowerCase();
  return operator === "Equals"
    ? { dimension: dimensionName, any: values.map(is), not: [] }
    : { dimension: dimensionName, any: [], not: values.map((value) => value.toLowerCase()) };
}

function together(values: readonly number[], aggregation: MetricTrigger["timeAggregation"]): number | undefined {
  if (values.length === 0) return undefined;
  const total = values.reduce((sum, value) => sum + value, 0);
  switch (aggregation) {
    case "Average":
      return total / values.length;
    case "Minimum":
      return Math.min(...values);
    case "Maximum":
      return Math.max(...values);
    case "Total":
      return total;
    case "Count":
      return values.length;
    case "Last":
      return values.at(-1);
  }
}
