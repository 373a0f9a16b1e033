import { ArmError, type Fault } from "../../arm/http/errors";
import type { Query } from "../../arm/http/request";
import type { Metric, MetricNamespace } from "../definitions";
import { readFilter, type Condition } from "./filter";
import {
  aggregationsOf,
  grainOf,
  metricNameFault,
  metricsNamed,
  orderOf,
  topOf,
  unknownDimensions,
  words,
  type Aggregation,
  type Order,
} from "./parameters";
import { readTimespan, type Timespan } from "./timespan";

/** What is asked of the metrics of a resource. */
export interface MetricsQuery {
  readonly metrics: readonly Metric[];
  readonly timespan: Timespan;
  /** Minutes of a point; undefined makes one of the whole span. */
  readonly grain: number | undefined;
  /** The grain as it is answered. */
  readonly interval: string;
  readonly aggregations: readonly Aggregation[];
  /** Dimensions that the answer is split by, with what they must be. */
  readonly conditions: readonly Condition[];
  /** Dimensions of the filter that don't split the answer, lower-cased. */
  readonly rollUp: readonly string[];
  /** How many series of a metric are answered. */
  readonly top: number;
  readonly order: Order | undefined;
  /** Only which series there are. */
  readonly metadataOnly: boolean;
}

/** What the two services name differently. */
export interface Parameters {
  /** `start/end` and the like. */
  timespan: string | undefined;
  /** Name of the parameter with the filter. */
  filter: string;
}

/** Reads a query for the metrics of a namespace; refuses it with every fault found, after those `found` already. */
export function readQuery(
  query: Query,
  namespace: MetricNamespace,
  names: Parameters,
  now: Date,
  found: readonly Fault[] = [],
): MetricsQuery {
  const faults = [...found];
  const read = <T>(target: string, result: T | string): T | undefined => {
    if (typeof result !== "string") return result;
    faults.push({ target, message: result });
    return undefined;
  };
  const given = query.get("metricnamespace");
  if (given !== undefined && given.toLowerCase() !== namespace.name.toLowerCase()) {
    faults.push({ target: "metricnamespace", message: `'${given}' given; that of the resource is ${namespace.name}` });
  }
  const metrics = metricsNamed(query.get("metricnames"), namespace);
  read("metricnames", metricNameFault(query.get("metricnames"), namespace));
  const timespan = read("timespan", readTimespan(names.timespan, now)) ?? { start: 0, end: 0 };
  const grain = read("interval", grainOf(query.get("interval"), query.get("AutoAdjustTimegrain")));
  const asked = read("aggregation", aggregationsOf(query.get("aggregation"))) ?? [];
  const filter = query.get(names.filter) ?? "";
  const written = filter.trim() === "" ? [] : (read(names.filter, readFilter(filter)) ?? []);
  const lenient = query.get("ValidateDimensions")?.toLowerCase() === "false";
  const unknown = lenient ? [] : unknownDimensions(written, metrics);
  faults.push(...unknown.map((message) => ({ target: names.filter, message })));
  const top = read("top", topOf(query.get("top"))) ?? 0;
  const order = read("orderby", orderOf(query.get("orderby")));
  const resultType = query.get("resultType") ?? "Data";
  if (!/^(meta)?data$/i.test(resultType)) {
    faults.push({ target: "resultType", message: `'${resultType}' given; possible: Data, Metadata` });
  }
  if (faults.length > 0) throw badQuery(faults);
  return {
    ...{ metrics, timespan, aggregations: asked, conditions: written, top, order },
    ...(grain ?? { grain: 1, interval: "PT1M" }),
    rollUp: words(query.get("rollupby")).map((word) => word.toLowerCase()),
    metadataOnly: resultType.toLowerCase() === "metadata",
  };
}

/** The refusal of a query, with every fault in `details`. */
export function badQuery(faults: readonly Fault[]): ArmError {
  const message = faults.map((fault) => `${fault.target}: ${fault.message}`).join("; ");
  return new ArmError(
    400,
    "BadRequest",
    message,
    faults.map((fault) => ({ code: "BadRequest", ...fault })),
  );
}
