import { parseOptionalBody } from "../body/parse";
import type { ArmContext } from "../context";
import { page } from "../http/paging";
import { ok } from "../http/request";
import { route, type Route } from "../http/router";
import { logsBody, mostInstances } from "./deployment-body";
import { requireDeployment } from "./online-deployments";
import { deploymentPath } from "./paths";

/** `getLogs` and `skus` of online deployments. */
export function deploymentActionRoutes(context: ArmContext): Route[] {
  return [
    route("POST", `${deploymentPath}/getLogs`, (request) => {
      const { endpoint, name } = requireDeployment(context, request);
      const { containerType, tail } = parseOptionalBody(logsBody, request.body);
      const lines = context.serving.logs(endpoint, name, containerType, tail);
      const status = containerType === "InferenceServer" ? context.serving.containerStatus(endpoint, name) : "";
      return ok({ content: status === "" ? lines : `${status}\n\nContainer logs:\n${lines}` });
    }),

    route("GET", `${deploymentPath}/skus`, (request) => {
      requireDeployment(context, request);
      const resourceType = "Microsoft.MachineLearning.Services/endpoints/deployments";
      const capacity = { minimum: 1, maximum: mostInstances, default: 1, scaleType: "Automatic" };
      return ok(page(request, [{ resourceType, sku: { name: "Default", tier: "Standard" }, capacity }]));
    }),
  ];
}
