import { milliseconds } from "../../arm/body/durations";
import type { Metric, MetricNamespace } from "../definitions";
import type { Condition } from "./filter";
import { grains } from "./timespan";

/** What a point can tell of its minutes. */
export const aggregations = ["average", "minimum", "maximum", "total", "count"] as const;

export type Aggregation = (typeof aggregations)[number];

/** By which of them series are sorted. */
export interface Order {
  by: Aggregation;
  descending: boolean;
}

/** Minutes of a point, none where one stands for the whole span, and how that is written. */
export interface Grain {
  grain: number | undefined;
  interval: string;
}

/** Metrics of one query at most (REST specification of Azure Monitor metrics). */
const mostMetrics = 20;

// Each of these reads one parameter; a text says what is wrong with it.

/** The metrics of a namespace that a list of names asks for; without names, all. Unknown names are left out. */
export function metricsNamed(given: string | undefined, namespace: MetricNamespace): Metric[] {
  const names = words(given);
  return names.length === 0 ? [...namespace.metrics] : names.flatMap((name) => metricNamed(name, namespace) ?? []);
}

/** What is wrong with a list of names of metrics. */
export function metricNameFault(given: string | undefined, namespace: MetricNamespace): string | undefined {
  const names = words(given);
  if (names.length > mostMetrics) return `${names.length} given; a query has at most ${mostMetrics}`;
  const missing = names.filter((name) => metricNamed(name, namespace) === undefined);
  if (missing.length === 0) return undefined;
  const at = namespace.name.indexOf("/");
  const [provider, type] = [namespace.name.slice(0, at), namespace.name.slice(at + 1)];
  const valid = namespace.metrics.map(({ name }) => name).join(",");
  return (
    `Failed to find metric configuration for provider: ${provider}, resource Type: ${type}, ` +
    `metric: ${missing.join(",")}, Valid metrics: ${valid}`
  );
}

function metricNamed(name: string, namespace: MetricNamespace): Metric | undefined {
  return namespace.metrics.find((metric) => metric.name.toLowerCase() === name.toLowerCase());
}

/** The length of a point; `adjust` takes the nearest one that there is. */
export function grainOf(given: string | undefined, adjust: string | undefined): Grain | string {
  const interval = (given ?? "PT1M").toUpperCase();
  if (interval === "FULL") return { grain: undefined, interval };
  const grain = grains[interval];
  if (grain !== undefined) return { grain, interval };
  const asked = milliseconds(interval);
  if (asked !== undefined && adjust?.toLowerCase() === "true") return nearest(asked / 60_000);
  return `'${given}' given; supported ones are: ${[...Object.keys(grains), "FULL"].join(",")}`;
}

function nearest(minutes: number): Grain {
  const [interval, grain] = Object.entries(grains).reduce((best, next) =>
    Math.abs(next[1] - minutes) < Math.abs(best[1] - minutes) ? next : best,
  );
  return { grain, interval };
}

/** What points are to tell; without names, the average. */
export function aggregationsOf(given: string | undefined): Aggregation[] | string {
  const names = words(given).map((word) => word.toLowerCase());
  if (names.length === 0) return ["average"];
  const unknown = names.filter((name) => aggregationNamed(name) === undefined);
  if (unknown.length > 0) return `'${unknown.join(",")}' given; possible: Average, Minimum, Maximum, Total, Count`;
  return aggregations.filter((aggregation) => names.includes(aggregation));
}

function aggregationNamed(name: string): Aggregation | undefined {
  return aggregations.find((aggregation) => aggregation === name.toLowerCase());
}

/** A fault for each metric that lacks a dimension of the filter. */
export function unknownDimensions(conditions: readonly Condition[], metrics: readonly Metric[]): string[] {
  return metrics.flatMap(({ name, dimensions }) => {
    const known = dimensions.map((dimension) => dimension.toLowerCase());
    const unknown = conditions.filter(({ dimension }) => !known.includes(dimension.toLowerCase()));
    if (unknown.length === 0) return [];
    const wrong = unknown.map(({ dimension }) => dimension).join(",");
    return `Metric: ${name} does not support requested dimension combination: ${wrong}, supported ones are: ${dimensions.join(",")}`;
  });
}

/** How many series of a metric are answered, 10 if not said. */
export function topOf(given: string | undefined): number | string {
  if (given === undefined) return 10;
  return /^[1-9]\d{0,5}$/.test(given) ? Number(given) : `'${given}' given; it must be a whole number of at least 1`;
}

/** The order of the series; none leaves them as they are. */
export function orderOf(given: string | undefined): Order | undefined | string {
  if (given === undefined || given.trim() === "") return undefined;
  const [name = "", direction = "asc", ...more] = given.trim().toLowerCase().split(/\s+/);
  const by = aggregationNamed(name === "sum" ? "total" : name);
  if (by === undefined || !/^(asc|desc)$/.test(direction) || more.length > 0) {
    return `'${given}' given; it must be an aggregation and a direction, such as average desc`;
  }
  return { by, descending: direction === "desc" };
}

/** The entries of a list with commas. */
export function words(given: string | undefined): string[] {
  return (given ?? "").split(",").flatMap((word) => (word.trim() === "" ? [] : word.trim()));
}
