import type { ArmContext } from "../context";
import { ArmError } from "../http/errors";
import { ok } from "../http/request";
import { route, type Route } from "../http/router";
import { requireSubscription } from "./scopes";

/** The subscription and its tenant. */
export function subscriptionRoutes(context: ArmContext): Route[] {
  const subscription = {
    id: `/subscriptions/${context.subscriptionId}`,
    subscriptionId: context.subscriptionId,
    tenantId: context.tenantId,
    displayName: "Local Azure ML",
    state: "Enabled",
  };
  return [
    route("GET", "/subscriptions", () => ok({ value: [subscription] })),
    route("GET", "/subscriptions/{subscription}", (request) => {
      requireSubscription(context, request);
      return ok(subscription);
    }),
    route("GET", "/tenants", () => ok({ value: [{ id: `/tenants/${context.tenantId}`, tenantId: context.tenantId }] })),
    route("GET", "/subscriptions/{subscription}/providers/{namespace}", (request) => {
      requireSubscription(context, request);
      const namespace = request.name("namespace");
      if (!/^microsoft\.\w+$/i.test(namespace)) {
        throw new ArmError(404, "InvalidResourceNamespace", `The resource namespace '${namespace}' is invalid.`);
      }
      return ok({ id: request.path, namespace, registrationState: "Registered", resourceTypes: [] });
    }),
  ];
}
