import { mergeTags } from "../body/merge";
import { parseBody } from "../body/parse";
import type { ArmContext } from "../context";
import { parentNotFound, refuse } from "../http/errors";
import { page } from "../http/paging";
import { noContent, ok, type ArmRequest, type Reply } from "../http/request";
import { route, type Route } from "../http/router";
import { requireAssets } from "../machine-learning/deployment-references";
import { servingNames } from "../machine-learning/endpoint-rules";
import { innerProperties } from "../machine-learning/inner-properties";
import { requireWorkspace } from "../machine-learning/paths";
import { deletions, refuseBusy, writes, type Writes } from "../machine-learning/provisioning";
import { checkName } from "../resources/names";
import { view, written } from "../store/resource";
import { batchDeploymentBody, batchDeploymentPatch, type BatchDeploymentBody } from "./batch-deployment-body";
import type { BatchDeploymentRecord } from "./batch-deployment-record";
import { batchDeploymentFaults, refuseDefault } from "./batch-deployment-rules";
import type { BatchJobs } from "./jobs/batch-jobs";
import {
  batchDeploymentPath,
  batchDeploymentType,
  batchEndpointPath,
  findBatchEndpoint,
  requireBatchDeployment,
  requireBatchEndpoint,
} from "./batch-paths";

type BatchDeploymentRequest = ArmRequest<"subscription" | "group" | "workspace" | "endpoint" | "deployment">;

/** Batch deployments. Nothing of them runs until a job comes; PATCH knows tags and the description. */
export function batchDeploymentRoutes(context: ArmContext, jobs: BatchJobs): Route[] {
  const { batchDeployments } = context.records;
  const kind = { prefix: "bdidp", collection: batchDeployments };
  const write = writes<BatchDeploymentRecord, null>(context, { ...kind, action: "batchDeployments/write" });
  const remove = deletions(context, { ...kind, action: "batchDeployments/delete", stop: ({ id }) => jobs.remove(id) });

  return [
    route("GET", `${batchEndpointPath}/deployments`, (request) => {
      const oldestFirst = batchDeployments.below(requireBatchEndpoint(context, request).id).map(view);
      const newestFirst = /\bdesc\b/i.test(request.query.get("$orderBy") ?? "");
      return ok(page(request, newestFirst ? oldestFirst.toReversed() : oldestFirst));
    }),

    route("GET", batchDeploymentPath, (request) => ok(view(requireBatchDeployment(context, request)))),

    route("PUT", batchDeploymentPath, (request) => putDeployment(context, write, request)),

    route("PATCH", batchDeploymentPath, (request) => {
      const workspace = requireWorkspace(context, request);
      const existing = requireBatchDeployment(context, request);
      const sent = parseBody(batchDeploymentPatch, request.body);
      refuseBusy(requireBatchEndpoint(context, request));
      refuseBusy(existing);
      const { properties } = existing;
      const next: BatchDeploymentRecord = {
        ...existing,
        tags: mergeTags(existing.tags, sent.tags),
        properties: { ...properties, description: sent.properties?.description ?? properties.description },
        systemData: written(context.now(), existing.systemData),
      };
      return write.change({ workspace, request }, { existing, next, more: null }, "Updating");
    }),

    route("DELETE", batchDeploymentPath, (request) => {
      const workspace = requireWorkspace(context, request);
      const endpoint = findBatchEndpoint(context, request);
      const existing = endpoint && batchDeployments.get(`${endpoint.id}/deployments/${request.name("deployment")}`);
      if (endpoint === undefined || existing === undefined) return noContent;
      refuseBusy(endpoint);
      refuseBusy(existing);
      refuseDefault(existing, endpoint);
      return remove({ workspace, request }, existing);
    }),
  ];
}

function putDeployment(
  context: ArmContext,
  write: Writes<BatchDeploymentRecord, null>,
  request: BatchDeploymentRequest,
): Reply {
  const workspace = requireWorkspace(context, request);
  const endpoint = findBatchEndpoint(context, request);
  if (endpoint === undefined) throw parentNotFound(`batchEndpoints/${request.name("endpoint")}`);
  const name = request.name("deployment");
  checkName(batchDeploymentType, name, servingNames);
  const sent = parseBody(batchDeploymentBody, request.body);
  const id = `${endpoint.id}/deployments/${name}`;
  const existing = context.records.batchDeployments.get(id);
  refuseBusy(endpoint);
  refuseBusy(existing);
  refuse(batchDeploymentFaults(context, { workspace, endpoint }, sent, existing));
  const { deploymentConfiguration, model, ...properties } = sent.properties;
  const assets = deploymentConfiguration
    ? {}
    : requireAssets(context, workspace, { ...properties, model: model?.assetId });
  const next: BatchDeploymentRecord = {
    ...draft(sent, existing),
    ...{ id: existing?.id ?? id, name: existing?.name ?? name, endpoint: endpoint.name, assets },
    systemData: written(context.now(), existing?.systemData),
  };
  return write.put({ workspace, request }, { existing, next, more: null }, existing ? "Updating" : "Creating");
}

function draft(
  { location, tags, kind, sku, properties }: BatchDeploymentBody,
  existing: BatchDeploymentRecord | undefined,
): Omit<BatchDeploymentRecord, "id" | "name" | "endpoint" | "assets"> {
  const { instanceCount = 1, instanceType, properties: more = {} } = properties.resources ?? {};
  return {
    type: batchDeploymentType,
    location,
    tags: tags ?? {},
    kind,
    sku,
    properties: {
      ...properties,
      resources: { instanceCount, instanceType, properties: more },
      properties: innerProperties(properties.properties, existing?.properties.properties ?? {}),
      provisioningState: "Succeeded",
    },
  };
}
