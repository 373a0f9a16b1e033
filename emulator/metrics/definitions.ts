import type { CollectedPoints } from "./collection-series";
import type { Minutes, Point } from "./deployment-series";
import type { EndpointSeries, OutcomePoints } from "./endpoint-series";
import type { LatencyColumn } from "./latencies";

/** One combination of dimension values with its minutes. */
export interface Series {
  /** By the dimension's name; "" where a request has none, such as a deployment for one that was refused. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly points: readonly Point[];
}

/** Where a metric is read: an endpoint's series, and the deployment if the resource is one. */
export interface Source {
  readonly series: EndpointSeries;
  readonly deployment: string | undefined;
}

/** A metric of a kind of resource (Microsoft Docs, "Supported metrics with Azure Monitor"). */
export interface Metric {
  readonly name: string;
  readonly localizedName: string;
  readonly description: string;
  readonly unit: "Count" | "MilliSeconds";
  readonly dimensions: readonly string[];
  /** The finest series that there are. */
  series(source: Source, minutes: Minutes): Series[];
  /** All series in one, where that is more than a sum. */
  whole?(source: Source, minutes: Minutes): readonly Point[];
  /** How points of several series make one: requests add up, latencies are averaged by requests. */
  readonly merge: "sum" | "mean";
}

/** The metrics of one kind of resource. */
export interface MetricNamespace {
  readonly name: string;
  readonly metrics: readonly Metric[];
}

const provider = "Microsoft.MachineLearningServices";

const percentiles = ["P50", "P90", "P95", "P99"] as const;

const columns: Readonly<Record<(typeof percentiles)[number], LatencyColumn>> = {
  P50: "p50",
  P90: "p90",
  P95: "p95",
  P99: "p99",
};

/** Metrics of online endpoints. */
export const endpointMetrics: MetricNamespace = {
  name: `${provider}/workspaces/onlineEndpoints`,
  metrics: [
    requests(["deployment", "statusCode", "statusCodeClass", "modelStatusCode"], (outcomes) => ({
      deployment: outcomes.deployment,
      statusCode: String(outcomes.status),
      statusCodeClass: classOf(outcomes.status),
      modelStatusCode: outcomes.modelStatus === undefined ? "" : String(outcomes.modelStatus),
    })),
    latency("RequestLatency", "Request Latency", "The average time that a request takes to be answered.", "mean", [
      "deployment",
    ]),
    ...percentiles.map((percentile) => percentileLatency(percentile, ["deployment"])),
    collectionEvents(["deployment", "type"], ({ deployment, type }) => ({ deployment, type })),
    collectionErrors(["deployment", "type", "reason"], ({ deployment, type, reason }) => ({
      deployment,
      type,
      reason,
    })),
  ],
};

/** Metrics of online deployments. */
export const deploymentMetrics: MetricNamespace = {
  name: `${provider}/workspaces/onlineEndpoints/deployments`,
  metrics: [
    // The proxy beside the container sees the container's own answer.
    requests(["envoy_response_code"], ({ status, modelStatus }) => ({
      envoy_response_code: String(modelStatus ?? status),
    })),
    ...percentiles.map((percentile) => percentileLatency(percentile, [])),
    collectionEvents(["instanceId", "type"], ({ instance, type }) => ({ instanceId: instance, type })),
    collectionErrors(["instanceId", "type", "reason"], ({ instance, type, reason }) => ({
      ...{ instanceId: instance, type, reason },
    })),
  ],
};

/** `2xx`, `4xx`, `5xx`. */
export function classOf(status: number): string {
  return `${Math.floor(status / 100)}xx`;
}

function requests(
  dimensions: readonly string[],
  dimensionsOf: (outcomes: OutcomePoints) => Readonly<Record<string, string>>,
): Metric {
  return {
    name: "RequestsPerMinute",
    localizedName: "Requests Per Minute",
    description: "The number of requests within a minute.",
    unit: "Count",
    dimensions,
    merge: "sum",
    series: ({ series, deployment }, minutes) =>
      series
        .outcomes(minutes, deployment)
        .map((outcomes) => ({ dimensions: dimensionsOf(outcomes), points: outcomes.points })),
  };
}

type CollectionDimensions = (points: CollectedPoints) => Readonly<Record<string, string>>;

function collectionEvents(dimensions: readonly string[], dimensionsOf: CollectionDimensions): Metric {
  return {
    name: "DataCollectionEventsPerMinute",
    localizedName: "Data Collection Events Per Minute",
    description: "The number of data collection events processed per minute.",
    ...collectionMetric("taken", dimensions, dimensionsOf),
  };
}

function collectionErrors(dimensions: readonly string[], dimensionsOf: CollectionDimensions): Metric {
  return {
    name: "DataCollectionErrorsPerMinute",
    localizedName: "Data Collection Errors Per Minute",
    description: "The number of data collection events dropped per minute.",
    ...collectionMetric("failed", dimensions, dimensionsOf),
  };
}

function collectionMetric(
  fate: "taken" | "failed",
  dimensions: readonly string[],
  dimensionsOf: CollectionDimensions,
): Pick<Metric, "unit" | "dimensions" | "merge" | "series"> {
  return {
    unit: "Count",
    dimensions,
    merge: "sum",
    series: ({ series, deployment }, minutes) =>
      series
        .collected(fate, minutes, deployment)
        .map((collected) => ({ dimensions: dimensionsOf(collected), points: collected.points })),
  };
}

function percentileLatency(percentile: (typeof percentiles)[number], dimensions: readonly string[]): Metric {
  const description = `The ${percentile} of the time that requests take to be answered, by the minute.`;
  return latency(
    `RequestLatency_${percentile}`,
    `Request Latency ${percentile}`,
    description,
    columns[percentile],
    dimensions,
  );
}

function latency(
  name: string,
  localizedName: string,
  description: string,
  column: LatencyColumn,
  dimensions: readonly string[],
): Metric {
  return {
    ...{ name, localizedName, description, dimensions },
    unit: "MilliSeconds",
    merge: "mean",
    series: ({ series, deployment }, minutes) => {
      if (deployment !== undefined) {
        return [{ dimensions: {}, points: series.latency(column, minutes, deployment) }];
      }
      return [...series.deployments.keys()].map((each) => ({
        dimensions: { deployment: each },
        points: series.latency(column, minutes, each),
      }));
    },
    whole: ({ series, deployment }, minutes) => series.latency(column, minutes, deployment),
  };
}
