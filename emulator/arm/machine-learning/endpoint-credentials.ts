import { parseBody } from "../body/parse";
import type { ArmContext } from "../context";
import { refuse } from "../http/errors";
import { ok } from "../http/request";
import { route, type Route } from "../http/router";
import { issueToken } from "./aml-tokens";
import { regenerateBody } from "./endpoint-body";
import { regenerated } from "./endpoint-keys";
import type { EndpointRecord } from "./endpoint-record";
import { endpointOperations } from "./online-endpoints";
import { endpointPath, requireEndpoint, requireWorkspace } from "./paths";
import { refuseBusy, writes } from "./provisioning";

/** `listKeys`, `regenerateKeys` and `token`, each for endpoints of the auth mode that uses it. */
export function endpointCredentialRoutes(context: ArmContext): Route[] {
  const regenerate = writes<EndpointRecord, null>(context, {
    action: "onlineEndpoints/regenerateKeys",
    prefix: endpointOperations,
    collection: context.records.endpoints,
    result: () => ({ status: 200 }),
  });

  return [
    route("POST", `${endpointPath}/listKeys`, (request) => {
      const endpoint = requireEndpoint(context, request);
      refuseOtherMode(endpoint, "Key", "keys");
      const { primaryKey, secondaryKey } = endpoint.secretKeys;
      return ok({ primaryKey, secondaryKey });
    }),

    route("POST", `${endpointPath}/regenerateKeys`, (request) => {
      const workspace = requireWorkspace(context, request);
      const existing = requireEndpoint(context, request);
      const sent = parseBody(regenerateBody, request.body);
      refuseOtherMode(existing, "Key", "keys");
      refuseBusy(existing);
      const next = { ...existing, secretKeys: regenerated(existing.secretKeys, sent) };
      return regenerate.change({ workspace, request }, { existing, next, more: null }, "Updating");
    }),

    route("POST", `${endpointPath}/token`, (request) => {
      const endpoint = requireEndpoint(context, request);
      refuseOtherMode(endpoint, "AMLToken", "Azure Machine Learning tokens");
      const { tokenSecret: secret, tokenLifetime: lifetime } = context;
      return ok(issueToken(endpoint.incarnation, { secret, lifetime, now: context.now() }));
    }),
  ];
}

function refuseOtherMode({ name, properties }: EndpointRecord, mode: "Key" | "AMLToken", what: string): void {
  if (properties.authMode === mode) return;
  const message = `Endpoint '${name}' does not use ${what}; its authMode is ${properties.authMode}`;
  refuse([{ target: "authMode", message }]);
}
