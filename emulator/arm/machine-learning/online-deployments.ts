import { mergeTags } from "../body/merge";
import { parseBody } from "../body/parse";
import type { ArmContext } from "../context";
import { parentNotFound, refuse, resourceNotFound } from "../http/errors";
import { page } from "../http/paging";
import { noContent, ok, type ArmRequest, type Reply } from "../http/request";
import { route, type Route } from "../http/router";
import { grantIdentity } from "../resources/identities";
import { checkName } from "../resources/names";
import { view, written } from "../store/resource";
import { deploymentBody, deploymentPatch, type DeploymentBody } from "./deployment-body";
import type { DeploymentAssets, DeploymentRecord } from "./deployment-record";
import { requireAssets } from "./deployment-references";
import { deploymentFaults, onlyScales, refuseServing } from "./deployment-rules";
import { runDeployment, stopDeployment } from "./deployment-run";
import { servingNames } from "./endpoint-rules";
import { innerProperties } from "./inner-properties";
import { deploymentPath, endpointPath, provider, requireEndpoint, requireWorkspace } from "./paths";
import { deletions, refuseBusy, writes, type Writes } from "./provisioning";

const type = `${provider}/workspaces/onlineEndpoints/deployments` as const;

/** What a write runs the deployment with; nothing where it touches no instance. */
interface Run {
  assets?: DeploymentAssets;
}

export type DeploymentRequest = ArmRequest<"subscription" | "group" | "workspace" | "endpoint" | "deployment">;

/** Online deployments. A PUT on one that exists rolls its instances; PATCH knows tags and sku. */
export function onlineDeploymentRoutes(context: ArmContext): Route[] {
  const { deployments } = context.records;
  const kind = { prefix: "odidp", collection: deployments };
  const write = writes<DeploymentRecord, Run>(context, {
    ...kind,
    action: "onlineDeployments/write",
    run: async ({ next, more }) => (more.assets ? runDeployment(context, next, more.assets) : undefined),
    finished: ({ next, more }) => ({ ...next, assets: more.assets ?? next.assets }),
  });
  const remove = deletions(context, {
    ...kind,
    action: "onlineDeployments/delete",
    stop: (record) => stopDeployment(context, record),
  });

  return [
    route("GET", `${endpointPath}/deployments`, (request) => {
      const oldestFirst = deployments.below(requireEndpoint(context, request).id).map(view);
      const newestFirst = /\bdesc\b/i.test(request.query.get("$orderBy") ?? "");
      return ok(page(request, newestFirst ? oldestFirst.toReversed() : oldestFirst));
    }),

    route("GET", deploymentPath, (request) => ok(view(requireDeployment(context, request)))),

    route("PUT", deploymentPath, (request) => putDeployment(context, write, request)),

    route("PATCH", deploymentPath, (request) => {
      const workspace = requireWorkspace(context, request);
      const existing = requireDeployment(context, request);
      const sent = parseBody(deploymentPatch, request.body);
      refuseBusy(requireEndpoint(context, request));
      refuseBusy(existing);
      const next: DeploymentRecord = {
        ...existing,
        tags: mergeTags(existing.tags, sent.tags),
        sku: { ...existing.sku, capacity: sent.sku?.capacity ?? existing.sku.capacity },
        systemData: written(context.now(), existing.systemData),
      };
      const scales = next.sku.capacity !== existing.sku.capacity;
      const more = scales ? { assets: requireAssets(context, workspace, existing.properties) } : {};
      return write.change({ workspace, request }, { existing, next, more }, scales ? "Scaling" : "Updating");
    }),

    route("DELETE", deploymentPath, (request) => {
      const workspace = requireWorkspace(context, request);
      const endpoint = context.records.endpoints.get(`${workspace.id}/onlineEndpoints/${request.name("endpoint")}`);
      const existing = endpoint && deployments.get(`${endpoint.id}/deployments/${request.name("deployment")}`);
      if (endpoint === undefined || existing === undefined) return noContent;
      refuseBusy(endpoint);
      refuseBusy(existing);
      refuseServing(existing, endpoint);
      return remove({ workspace, request }, existing);
    }),
  ];
}

/** The deployment that a path names, or 404. */
export function requireDeployment(context: ArmContext, request: DeploymentRequest): DeploymentRecord {
  const endpoint = requireEndpoint(context, request);
  const deployment = context.records.deployments.get(`${endpoint.id}/deployments/${request.name("deployment")}`);
  if (deployment) return deployment;
  throw resourceNotFound(type, `${endpoint.name}/${request.name("deployment")}`, request.name("group"));
}

function putDeployment(context: ArmContext, write: Writes<DeploymentRecord, Run>, request: DeploymentRequest): Reply {
  const workspace = requireWorkspace(context, request);
  const endpoint = context.records.endpoints.get(`${workspace.id}/onlineEndpoints/${request.name("endpoint")}`);
  if (endpoint === undefined) throw parentNotFound(`onlineEndpoints/${request.name("endpoint")}`);
  const name = request.name("deployment");
  checkName(type, name, servingNames);
  const sent = parseBody(deploymentBody, request.body);
  const id = `${endpoint.id}/deployments/${name}`;
  const existing = context.records.deployments.get(id);
  refuseBusy(endpoint);
  refuseBusy(existing);
  refuse(deploymentFaults(context, { workspace, endpoint }, sent, existing));
  const assets = requireAssets(context, workspace, sent.properties);
  const named = { id: existing?.id ?? id, name: existing?.name ?? name, endpoint: endpoint.name };
  const next = draft(context, sent, named, existing);
  const state = existing ? (onlyScales(existing, next) ? "Scaling" : "Updating") : "Creating";
  return write.put({ workspace, request }, { existing, next, more: { assets } }, state);
}

function draft(
  context: ArmContext,
  { location, tags, kind, sku, identity, properties }: DeploymentBody,
  named: { id: string; name: string; endpoint: string },
  existing: DeploymentRecord | undefined,
): DeploymentRecord {
  return {
    ...named,
    type,
    location,
    tags: tags ?? {},
    kind: kind ?? "Managed",
    sku,
    identity: identity && grantIdentity(context, identity, existing?.identity),
    properties: {
      ...properties,
      properties: innerProperties(properties.properties, existing?.properties.properties ?? {}),
      provisioningState: "Succeeded",
    },
    systemData: written(context.now(), existing?.systemData),
    assets: existing?.assets,
  };
}
