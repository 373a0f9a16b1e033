import { z } from "zod";
import { parseBody } from "../arm/body/parse";
import type { ArmContext } from "../arm/context";
import type { Fault } from "../arm/http/errors";
import { ok, type Query } from "../arm/http/request";
import { route, type Route } from "../arm/http/router";
import { requireSubscription } from "../arm/resources/scopes";
import { batchAnswer } from "./answers";
import { deploymentMetrics, endpointMetrics, type MetricNamespace } from "./definitions";
import { measured, type Measured } from "./measured";
import { badQuery, readQuery } from "./query/query";

const namespaces = [endpointMetrics, deploymentMetrics];

/** At most 50 resources (REST specification of Azure Monitor metrics, "Metrics Batch"). */
const body = z.strictObject({ resourceids: z.array(z.string()).min(1).max(50) });

/** The metrics of several resources at once, which the service has on hosts of its own, `{region}.metrics.monitor.azure.com`. */
export function batchRoute(context: ArmContext): Route {
  return route("POST", "/subscriptions/{subscription}/metrics:getBatch", (request) => {
    requireSubscription(context, request);
    const { resourceids } = parseBody(body, request.body);
    const { query } = request;
    const namespace = namespaces.find(({ name }) => sameText(name, query.get("metricnamespace") ?? ""));
    const resources = resourceids.map((id) => measured(context, id));
    const faults = [
      ...(namespace ? [] : [wrongNamespace(query)]),
      ...(query.get("metricnames")
        ? []
        : [{ target: "metricnames", message: "none given; a batch names its metrics" }]),
      ...resources.flatMap((resource, index) => resourceFaults(resource, index, resources[0], namespace)),
    ];
    if (namespace === undefined) throw badQuery(faults);
    const names = { timespan: timespan(query, context.now()), filter: "filter" };
    const read = readQuery(query, namespace, names, context.now(), faults);
    return ok({ values: resources.flatMap((resource) => (resource ? batchAnswer(read, resource) : [])) });
  });
}

function wrongNamespace(query: Query): Fault {
  const possible = namespaces.map(({ name }) => name).join(", ");
  return { target: "metricnamespace", message: `'${query.get("metricnamespace") ?? ""}' given; possible: ${possible}` };
}

function resourceFaults(
  resource: Measured | undefined,
  index: number,
  first: Measured | undefined,
  namespace: MetricNamespace | undefined,
): Fault[] {
  const target = `resourceids.${index}`;
  if (resource === undefined) return [{ target, message: "there is no online endpoint or deployment with this id" }];
  const faults: Fault[] = [];
  if (namespace && resource.namespace !== namespace) {
    faults.push({ target, message: `its metrics are in ${resource.namespace.name}` });
  }
  if (first && first.location !== resource.location) {
    faults.push({ target, message: `it is in ${resource.location}; all of a batch are in one region` });
  }
  return faults;
}

/** The batch has start and end apart; either may be missing. */
function timespan(query: Query, now: Date): string | undefined {
  const [start, end] = [query.get("starttime"), query.get("endtime")];
  if (start !== undefined) return `${start}/${end ?? now.toISOString()}`;
  return end === undefined ? undefined : `PT1H/${end}`;
}

function sameText(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
