import { mergeTags } from "../body/merge";
import { parseBody } from "../body/parse";
import type { ArmContext } from "../context";
import { refuse } from "../http/errors";
import { page } from "../http/paging";
import { noContent, ok, type ArmRequest, type Reply } from "../http/request";
import { route, type Route } from "../http/router";
import { innerProperties } from "../machine-learning/inner-properties";
import { refuseTakenName, servingNames } from "../machine-learning/endpoint-rules";
import { requireWorkspace, workspacePath } from "../machine-learning/paths";
import { deletions, refuseBusy, writes, type Writes } from "../machine-learning/provisioning";
import { grantIdentity, identityFaults } from "../resources/identities";
import { checkName } from "../resources/names";
import { refuseMove } from "../resources/scopes";
import { view, written } from "../store/resource";
import { batchEndpointBody, batchEndpointPatch, type BatchEndpointBody } from "./batch-endpoint-body";
import type { BatchEndpointRecord } from "./batch-endpoint-record";
import { batchEndpointFaults } from "./batch-endpoint-rules";
import type { BatchJobs } from "./jobs/batch-jobs";
import { batchEndpointPath, batchEndpointType, findBatchEndpoint, requireBatchEndpoint } from "./batch-paths";

type BatchEndpointRequest = ArmRequest<"subscription" | "group" | "workspace" | "endpoint">;

/** Batch endpoints: PUT replaces the whole endpoint, PATCH knows tags and identity, DELETE takes the deployments along. */
export function batchEndpointRoutes(context: ArmContext, jobs: BatchJobs): Route[] {
  const { batchEndpoints, batchDeployments } = context.records;
  const kind = { prefix: "beidp", collection: batchEndpoints };
  const write = writes<BatchEndpointRecord, null>(context, { ...kind, action: "batchEndpoints/write" });
  const remove = deletions(context, { ...kind, action: "batchEndpoints/delete", stop: ({ id }) => jobs.remove(id) });

  return [
    route("GET", `${workspacePath}/batchEndpoints`, (request) =>
      ok(page(request, batchEndpoints.below(requireWorkspace(context, request).id).map(view))),
    ),

    route("GET", batchEndpointPath, (request) => ok(view(requireBatchEndpoint(context, request)))),

    route("PUT", batchEndpointPath, (request) => putEndpoint(context, write, request)),

    route("PATCH", batchEndpointPath, (request) => {
      const workspace = requireWorkspace(context, request);
      const existing = requireBatchEndpoint(context, request);
      const sent = parseBody(batchEndpointPatch, request.body);
      refuse(identityFaults(context, sent.identity));
      refuseBusy(existing);
      const next: BatchEndpointRecord = {
        ...existing,
        tags: mergeTags(existing.tags, sent.tags),
        identity: sent.identity ? grantIdentity(context, sent.identity, existing.identity) : existing.identity,
        systemData: written(context.now(), existing.systemData),
      };
      return write.change({ workspace, request }, { existing, next, more: null }, "Updating");
    }),

    route("DELETE", batchEndpointPath, (request) => {
      const workspace = requireWorkspace(context, request);
      const existing = findBatchEndpoint(context, request);
      if (existing === undefined) return noContent;
      refuseBusy(existing);
      batchDeployments.below(existing.id).forEach(refuseBusy);
      return remove({ workspace, request }, existing);
    }),
  ];
}

function putEndpoint(
  context: ArmContext,
  write: Writes<BatchEndpointRecord, null>,
  request: BatchEndpointRequest,
): Reply {
  const workspace = requireWorkspace(context, request);
  const name = request.name("endpoint");
  checkName(batchEndpointType, name, servingNames);
  const sent = parseBody(batchEndpointBody, request.body);
  const id = `${workspace.id}/batchEndpoints/${name}`;
  const existing = context.records.batchEndpoints.get(id);
  refuseTakenName(context, id, name);
  refuseBusy(existing);
  if (existing) refuseMove(existing, sent.location, request.name("group"));
  refuse(batchEndpointFaults(context, workspace, sent, existing));
  const next = draft(context, sent, { id: existing?.id ?? id, name: existing?.name ?? name }, existing);
  return write.put({ workspace, request }, { existing, next, more: null }, existing ? "Updating" : "Creating");
}

function draft(
  context: ArmContext,
  { location, tags, kind, sku, identity, properties }: BatchEndpointBody,
  { id, name }: { id: string; name: string },
  existing: BatchEndpointRecord | undefined,
): BatchEndpointRecord {
  const { authMode, defaults, description } = properties;
  const scoring = `${context.scoringUrl}/${name}`;
  return {
    id,
    name,
    type: batchEndpointType,
    location,
    tags: tags ?? {},
    kind,
    sku,
    identity: identity && grantIdentity(context, identity, existing?.identity),
    properties: {
      authMode,
      description,
      defaults,
      keys: null,
      properties: {
        "BatchEndpointCreationApiVersion": "2025-12-01",
        ...innerProperties(properties.properties, existing?.properties.properties ?? {}),
        "azureml.onlineendpointid": id,
      },
      provisioningState: "Succeeded",
      scoringUri: `${scoring}/jobs`,
      swaggerUri: `${scoring}/swagger.json`,
    },
    systemData: written(context.now(), existing?.systemData),
  };
}
