import type { Metric, Series, Source } from "../definitions";
import type { Minutes, Point } from "../deployment-series";
import { fulfils } from "./filter";
import type { Aggregation } from "./parameters";
import type { MetricsQuery } from "./query";

/** A series as it is answered: what it is split by, and its points. */
export interface AnsweredSeries {
  readonly split: readonly { dimension: string; value: string }[];
  readonly points: readonly Aggregated[];
}

/** A point of the answer. Without a value in its minutes it has a time and nothing else. */
export type Aggregated = { time: number } & Partial<Record<Aggregation, number>>;

/** Milliseconds. */
const minuteLength = 60_000;

/** The whole minutes of a span: the one that it begins in, up to but not including the one that it ends in. */
function minutesOf({ start, end }: MetricsQuery["timespan"]): Minutes {
  const from = Math.floor(start / minuteLength);
  return { from, to: Math.max(Math.floor(end / minuteLength), from + 1) };
}

/** The series of one metric that a query asks for. Without a filter that is one, be there values or not. */
export function seriesOf(metric: Metric, query: MetricsQuery, source: Source | undefined): AnsweredSeries[] {
  const minutes = minutesOf(query.timespan);
  const aggregated = (points: readonly Point[]): Aggregated[] => aggregate(points, minutes, query);
  const conditions = query.conditions.filter(({ dimension }) => named(metric, dimension) !== undefined);
  if (conditions.length === 0) {
    return [{ split: [], points: aggregated(source ? wholeOf(metric, source, minutes) : []) }];
  }
  const wanted = (source ? metric.series(source, minutes) : []).filter(
    ({ dimensions, points }) =>
      points.length > 0 &&
      conditions.every((condition) => fulfils(condition, dimensions[named(metric, condition.dimension) ?? ""] ?? "")),
  );
  const splitting = conditions
    .flatMap(({ dimension }) => named(metric, dimension) ?? [])
    .filter((dimension) => !query.rollUp.includes(dimension.toLowerCase()));
  const series = [...grouped(wanted, splitting).values()].map((group) => ({
    dimensions: group[0]?.dimensions ?? {},
    points: merged(metric, group),
  }));
  return ordered(series, query)
    .slice(0, query.top)
    .map(({ dimensions, points }) => ({
      split: splitting.map((dimension) => ({ dimension, value: dimensions[dimension] ?? "" })),
      points: aggregated(points),
    }));
}

/** All requests, whatever their dimensions. */
function wholeOf(metric: Metric, source: Source, minutes: Minutes): readonly Point[] {
  return metric.whole?.(source, minutes) ?? merged(metric, metric.series(source, minutes));
}

function named(metric: Metric, dimension: string): string | undefined {
  return metric.dimensions.find((known) => known.toLowerCase() === dimension.toLowerCase());
}

function grouped(all: readonly Series[], splitting: readonly string[]): Map<string, Series[]> {
  const groups = new Map<string, Series[]>();
  for (const series of all) {
    const key = JSON.stringify(splitting.map((dimension) => series.dimensions[dimension]));
    groups.set(key, [...(groups.get(key) ?? []), series]);
  }
  return groups;
}

/** Several series as one, minute by minute. */
function merged(metric: Metric, all: readonly Series[]): Point[] {
  if (all.length === 1) return [...(all[0]?.points ?? [])];
  const minutes = new Map<number, Point>();
  for (const point of all.flatMap(({ points }) => points)) {
    const other = minutes.get(point.minute);
    minutes.set(point.minute, other === undefined ? point : together(metric, other, point));
  }
  return [...minutes.values()];
}

function together(metric: Metric, one: Point, other: Point): Point {
  const weight = one.weight + other.weight;
  const sum = one.value + other.value;
  const mean = (one.value * one.weight + other.value * other.weight) / weight;
  return { minute: one.minute, weight, value: metric.merge === "sum" ? sum : mean };
}

/** Points of the query's grain, counted from the first minute of the span. */
function aggregate(points: readonly Point[], { from, to }: Minutes, query: MetricsQuery): Aggregated[] {
  const grain = query.grain ?? to - from;
  const bins = new Map<number, number[]>();
  for (const { minute, value } of points) {
    const bin = Math.floor((minute - from) / grain);
    bins.set(bin, [...(bins.get(bin) ?? []), value]);
  }
  return Array.from({ length: Math.ceil((to - from) / grain) }, (_, bin) => ({
    time: (from + bin * grain) * minuteLength,
    ...Object.fromEntries(query.aggregations.flatMap((name) => valueOf(name, bins.get(bin) ?? []))),
  }));
}

function valueOf(aggregation: Aggregation, values: readonly number[]): [Aggregation, number][] {
  if (values.length === 0) return [];
  const total = values.reduce((sum, value) => sum + value, 0);
  switch (aggregation) {
    case "average":
      return [[aggregation, total / values.length]];
    case "minimum":
      return [[aggregation, Math.min(...values)]];
    case "maximum":
      return [[aggregation, Math.max(...values)]];
    case "total":
      return [[aggregation, total]];
    case "count":
      return [[aggregation, values.length]];
  }
}

/** Sorted by what each comes to over the whole span, where an order is asked for. */
function ordered(all: readonly Series[], { order }: MetricsQuery): Series[] {
  if (order === undefined) return [...all];
  const sign = order.descending ? -1 : 1;
  const rank = ({ points }: Series): number =>
    valueOf(
      order.by,
      points.map(({ value }) => value),
    )[0]?.[1] ?? 0;
  return [...all].sort((one, other) => sign * (rank(one) - rank(other)));
}
