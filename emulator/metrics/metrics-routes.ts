import type { ArmContext } from "../arm/context";
import { ok, type BareRequest, type Reply } from "../arm/http/request";
import { route, type Route } from "../arm/http/router";
import { requireDeployment, type DeploymentRequest } from "../arm/machine-learning/online-deployments";
import { deploymentPath, endpointPath, requireEndpoint, type InEndpoint } from "../arm/machine-learning/paths";
import { definitionsAnswer, metricsAnswer, namespacesAnswer } from "./answers";
import { batchRoute } from "./batch-route";
import { measuredDeployment, measuredEndpoint, type Measured } from "./measured";
import { readQuery } from "./query/query";

const monitor = "providers/Microsoft.Insights";

/** Azure Monitor's metrics of endpoints and deployments, one by one and in a batch. */
export function metricsRoutes(context: ArmContext): Route[] {
  const endpoint = (request: InEndpoint): Measured => measuredEndpoint(context, requireEndpoint(context, request));
  const deployment = (request: DeploymentRequest): Measured =>
    measuredDeployment(context, requireDeployment(context, request));
  return [
    route("GET", `${endpointPath}/${monitor}/metrics`, (request) => list(context, request, endpoint(request))),
    route("GET", `${endpointPath}/${monitor}/metricDefinitions`, (request) => ok(definitionsAnswer(endpoint(request)))),
    route("GET", `${endpointPath}/${monitor}/metricNamespaces`, (request) => ok(namespacesAnswer(endpoint(request)))),
    route("GET", `${deploymentPath}/${monitor}/metrics`, (request) => list(context, request, deployment(request))),
    route("GET", `${deploymentPath}/${monitor}/metricDefinitions`, (request) =>
      ok(definitionsAnswer(deployment(request))),
    ),
    route("GET", `${deploymentPath}/${monitor}/metricNamespaces`, (request) =>
      ok(namespacesAnswer(deployment(request))),
    ),
    batchRoute(context),
  ];
}

function list(context: ArmContext, { query }: BareRequest, measured: Measured): Reply {
  const names = { timespan: query.get("timespan"), filter: "$filter" };
  return ok(metricsAnswer(readQuery(query, measured.namespace, names, context.now()), measured));
}
