import { randomUUID } from "node:crypto";
import { mergeTags } from "../body/merge";
import { parseBody } from "../body/parse";
import type { ArmContext } from "../context";
import { refuse } from "../http/errors";
import { page } from "../http/paging";
import { noContent, ok, type ArmRequest, type Reply } from "../http/request";
import { route, type Route } from "../http/router";
import { grantIdentity, identityFaults } from "../resources/identities";
import { checkName } from "../resources/names";
import { refuseMove } from "../resources/scopes";
import { view, written } from "../store/resource";
import { endpointBody, endpointPatch, type EndpointBody } from "./endpoint-body";
import { listedEndpoints } from "./endpoint-list";
import { newKey } from "./endpoint-keys";
import type { EndpointRecord } from "./endpoint-record";
import { endpointFaults, refuseTakenName, servingNames } from "./endpoint-rules";
import { innerProperties } from "./inner-properties";
import { endpointPath, provider, requireEndpoint, requireWorkspace, workspacePath } from "./paths";
import { stopDeployment } from "./deployment-run";
import { deletions, refuseBusy, writes, type Writes } from "./provisioning";
import { settledWeights } from "./traffic-rules";

const type = `${provider}/workspaces/onlineEndpoints` as const;

/** Prefix of the operations of online endpoints. */
export const endpointOperations = "oeidp";

type EndpointRequest = ArmRequest<"subscription" | "group" | "workspace" | "endpoint">;

/** Online endpoints: PUT replaces the whole endpoint, PATCH knows tags and identity, DELETE takes the deployments along. */
export function onlineEndpointRoutes(context: ArmContext): Route[] {
  const { endpoints, deployments } = context.records;
  const kind = { prefix: endpointOperations, collection: endpoints };
  const write = writes<EndpointRecord, null>(context, { ...kind, action: "onlineEndpoints/write" });
  const remove = deletions(context, {
    ...kind,
    action: "onlineEndpoints/delete",
    async stop({ id }) {
      for (const deployment of deployments.below(id)) await stopDeployment(context, deployment);
    },
  });

  return [
    route("GET", `${workspacePath}/onlineEndpoints`, (request) => {
      const all = endpoints.below(requireWorkspace(context, request).id);
      return ok(page(request, listedEndpoints(all, request.query).map(view)));
    }),

    route("GET", endpointPath, (request) => ok(view(requireEndpoint(context, request)))),

    route("PUT", endpointPath, (request) => putEndpoint(context, write, request)),

    route("PATCH", endpointPath, (request) => {
      const workspace = requireWorkspace(context, request);
      const existing = requireEndpoint(context, request);
      const sent = parseBody(endpointPatch, request.body);
      refuse(identityFaults(context, sent.identity));
      refuseBusy(existing);
      const next: EndpointRecord = {
        ...existing,
        tags: mergeTags(existing.tags, sent.tags),
        identity: sent.identity ? grantIdentity(context, sent.identity, existing.identity) : existing.identity,
        systemData: written(context.now(), existing.systemData),
      };
      return write.change({ workspace, request }, { existing, next, more: null }, "Updating");
    }),

    route("DELETE", endpointPath, (request) => {
      const workspace = requireWorkspace(context, request);
      const existing = endpoints.get(`${workspace.id}/onlineEndpoints/${request.name("endpoint")}`);
      if (existing === undefined) return noContent;
      refuseBusy(existing);
      deployments.below(existing.id).forEach(refuseBusy);
      return remove({ workspace, request }, existing);
    }),
  ];
}

function putEndpoint(context: ArmContext, write: Writes<EndpointRecord, null>, request: EndpointRequest): Reply {
  const workspace = requireWorkspace(context, request);
  const name = request.name("endpoint");
  checkName(type, name, servingNames);
  const sent = parseBody(endpointBody, request.body);
  const id = `${workspace.id}/onlineEndpoints/${name}`;
  const existing = context.records.endpoints.get(id);
  refuseTakenName(context, id, name);
  refuseBusy(existing);
  if (existing) refuseMove(existing, sent.location, request.name("group"));
  refuse(endpointFaults(context, workspace, sent, existing));
  const next = draft(context, sent, { id: existing?.id ?? id, name: existing?.name ?? name }, existing);
  return write.put({ workspace, request }, { existing, next, more: null }, existing ? "Updating" : "Creating");
}

function draft(
  context: ArmContext,
  sent: EndpointBody,
  { id, name }: { id: string; name: string },
  existing: EndpointRecord | undefined,
): EndpointRecord {
  const { authMode, description, keys, publicNetworkAccess, traffic, mirrorTraffic, properties } = sent.properties;
  const deployments = context.records.deployments.below(id);
  const scoring = `${context.scoringUrl}/${name}`;
  return {
    id,
    name,
    type,
    location: sent.location,
    tags: sent.tags ?? {},
    kind: sent.kind ?? "Managed",
    sku: sent.sku,
    identity: grantIdentity(context, sent.identity, existing?.identity),
    properties: {
      authMode,
      description,
      publicNetworkAccess,
      keys: null,
      traffic: settledWeights(traffic, deployments),
      mirrorTraffic: settledWeights(mirrorTraffic, deployments),
      properties: {
        ...innerProperties(properties, existing?.properties.properties ?? {}),
        "azureml.onlineendpointid": id.toLowerCase(),
      },
      provisioningState: "Succeeded",
      scoringUri: `${scoring}/score`,
      swaggerUri: `${scoring}/swagger.json`,
    },
    secretKeys: existing?.secretKeys ?? {
      primaryKey: keys?.primaryKey ?? newKey(),
      secondaryKey: keys?.secondaryKey ?? newKey(),
    },
    incarnation: existing?.incarnation ?? randomUUID(),
    systemData: written(context.now(), existing?.systemData),
  };
}
