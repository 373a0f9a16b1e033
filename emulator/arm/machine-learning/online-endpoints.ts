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
import { change, put, refuseBusy, remove } from "./provisioning";
import { settledWeights } from "./traffic-rules";

const type = `${provider}/workspaces/onlineEndpoints` as const;

/** Prefix of the operations of online endpoints. */
export const endpointOperations = "oeidp";

type EndpointRequest = ArmRequest<"subscription" | "group" | "workspace" | "endpoint">;

/** Online endpoints: PUT replaces the whole endpoint, PATCH knows tags and identity, DELETE takes the deployments along. */
export function onlineEndpointRoutes(context: ArmContext): Route[] {
  const { endpoints, deployments } = context.records;

  return [
    route("GET", `${workspacePath}/onlineEndpoints`, (request) => {
      const all = endpoints.below(requireWorkspace(context, request).id);
      return ok(page(request, listedEndpoints(all, request.query).map(view)));
    }),

    route("GET", endpointPath, (request) => ok(view(requireEndpoint(context, request)))),

    route("PUT", endpointPath, (request) => putEndpoint(context, request)),

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
      const prefix = endpointOperations;
      const run = async (): Promise<void> => undefined;
      return change({
        context,
        collection: endpoints,
        workspace,
        request,
        prefix,
        existing,
        next,
        state: "Updating",
        run,
      });
    }),

    route("DELETE", endpointPath, (request) => {
      const workspace = requireWorkspace(context, request);
      const existing = endpoints.get(`${workspace.id}/onlineEndpoints/${request.name("endpoint")}`);
      if (existing === undefined) return noContent;
      refuseBusy(existing);
      const below = deployments.below(existing.id);
      below.forEach(refuseBusy);
      const run = async (): Promise<void> => {
        for (const deployment of below) await stopDeployment(context, deployment);
      };
      return remove({ context, collection: endpoints, workspace, request, prefix: endpointOperations, existing, run });
    }),
  ];
}

function putEndpoint(context: ArmContext, request: EndpointRequest): Reply {
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
  return put({
    context,
    collection: context.records.endpoints,
    workspace,
    request,
    prefix: endpointOperations,
    existing,
    next: draft(context, sent, { id: existing?.id ?? id, name: existing?.name ?? name }, existing),
    state: existing ? "Updating" : "Creating",
    run: async () => undefined,
  });
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
