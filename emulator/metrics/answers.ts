import type { Metric } from "./definitions";
import type { Measured } from "./measured";
import { seriesOf, type AnsweredSeries } from "./query/series";
import type { MetricsQuery } from "./query/query";
import { grains, type Timespan } from "./query/timespan";

/** The answer of `…/providers/Microsoft.Insights/metrics`. */
export function metricsAnswer(query: MetricsQuery, measured: Measured): unknown {
  const { start, end } = times(query.timespan);
  return {
    cost: query.metrics.length,
    timespan: `${start}/${end}`,
    ...(query.metadataOnly ? {} : { interval: query.interval }),
    value: query.metrics.map((metric) => metricAnswer(metric, query, measured)),
    namespace: measured.namespace.name,
    resourceregion: measured.location,
  };
}

/** What `metrics:getBatch` answers for one resource. */
export function batchAnswer(query: MetricsQuery, measured: Measured): unknown {
  const { start, end } = times(query.timespan);
  return {
    ...{ starttime: start, endtime: end, interval: query.interval },
    value: query.metrics.map((metric) => metricAnswer(metric, query, measured)),
    namespace: measured.namespace.name,
    resourceregion: measured.location,
    resourceid: measured.id,
  };
}

/** The answer of `…/metricDefinitions`. */
export function definitionsAnswer({ id, namespace }: Measured): unknown {
  return {
    value: namespace.metrics.map((metric) => ({
      id: `${id}/providers/microsoft.insights/metricdefinitions/${metric.name}`,
      resourceId: id,
      namespace: namespace.name,
      category: "Traffic",
      name: { value: metric.name, localizedValue: metric.localizedName },
      displayDescription: metric.description,
      isDimensionRequired: false,
      unit: metric.unit,
      primaryAggregationType: "Average",
      supportedAggregationTypes: ["Average", "Minimum", "Maximum", "Total", "Count"],
      metricAvailabilities: Object.keys(grains).map((timeGrain) => ({ timeGrain, retention: "P1D" })),
      dimensions: metric.dimensions.map((dimension) => ({ value: dimension, localizedValue: dimension })),
    })),
  };
}

/** The answer of `…/metricNamespaces`. */
export function namespacesAnswer({ id, namespace }: Measured): unknown {
  const name = namespace.name.replaceAll("/", "-");
  return {
    value: [
      {
        id: `${id}/providers/microsoft.insights/metricNamespaces/${name}`,
        name,
        type: "Microsoft.Insights/metricNamespaces",
        classification: "Platform",
        properties: { metricNamespaceName: namespace.name },
      },
    ],
  };
}

function metricAnswer(metric: Metric, query: MetricsQuery, { id, source }: Measured): unknown {
  return {
    id: `${id}/providers/Microsoft.Insights/metrics/${metric.name}`,
    type: "Microsoft.Insights/metrics",
    name: { value: metric.name, localizedValue: metric.localizedName },
    displayDescription: metric.description,
    unit: metric.unit,
    timeseries: seriesOf(metric, query, source).map((series) => timeSeries(series, query)),
    errorCode: "Success",
  };
}

function timeSeries({ split, points }: AnsweredSeries, { metadataOnly }: MetricsQuery): unknown {
  // The service writes names of dimensions in lower case here.
  const metadatavalues = split.map(({ dimension, value }) => ({
    name: { value: dimension.toLowerCase(), localizedValue: dimension.toLowerCase() },
    value,
  }));
  if (metadataOnly) return { metadatavalues };
  return { metadatavalues, data: points.map(({ time, ...values }) => ({ timeStamp: moment(time), ...values })) };
}

function times({ start, end }: Timespan): { start: string; end: string } {
  return { start: moment(start), end: moment(end) };
}

/** A time to the second, as the service writes it. */
function moment(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}
