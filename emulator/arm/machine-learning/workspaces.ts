import { randomUUID } from "node:crypto";
import { mergeObjects, mergeTags } from "../body/merge";
import { parseBody } from "../body/parse";
import type { ArmContext } from "../context";
import { refuse, resourceNotFound } from "../http/errors";
import { page } from "../http/paging";
import { noContent, ok } from "../http/request";
import { route, type Route } from "../http/router";
import { grantIdentity, identityFaults } from "../resources/identities";
import { checkName } from "../resources/names";
import { groupPath, refuseMove, requireGroup, requireSubscription } from "../resources/scopes";
import { accountFaults } from "../resources/storage-accounts";
import { tearDowns } from "../resources/tear-down";
import { nameOf, view, written } from "../store/resource";
import { keepOrPurge, refuseDeletedName } from "./deleted-workspaces";
import { openDatastores } from "./default-datastores";
import { provider, requireWorkspace, workspacePath, type InWorkspace } from "./paths";
import { workspaceBody, workspacePatch } from "./workspace-body";
import type { WorkspaceRecord } from "./workspace-record";
import { companionFaults, fixedFaults } from "./workspace-rules";

const type = `${provider}/workspaces` as const;
const names = {
  pattern: /^[a-z0-9][\w-]{2,32}$/i,
  says: "3 to 33 letters, digits, hyphens and underscores, beginning with a letter or digit",
};

/** Workspaces; the storage account, key vault, insights and registry that one names must exist. */
export function workspaceRoutes(context: ArmContext): Route[] {
  const { workspaces, datastores } = context.records;
  const show = (id: string, provisioningState: string): void => {
    const workspace = workspaces.get(id);
    if (workspace) workspaces.put({ ...workspace, properties: { ...workspace.properties, provisioningState } });
  };
  const deletion = tearDowns(context, {
    action: "workspaces/delete",
    pace: "at once",
    begin: (id) => show(id, "Deleting"),
    fail: (id) => show(id, "Failed"),
  });
  const idOf = (request: InWorkspace): string =>
    `${requireGroup(context, request).id}/providers/${type}/${request.name("workspace")}`;
  const answers = (request: { origin: string }) => (workspace: WorkspaceRecord) => ({
    ...view(workspace),
    properties: {
      ...workspace.properties,
      discoveryUrl: `${request.origin}/discovery`,
      mlFlowTrackingUri: `azureml://${new URL(request.origin).host}/mlflow/v1.0${workspace.id}`,
    },
  });

  return [
    route("PUT", workspacePath, async (request) => {
      const id = idOf(request);
      const name = request.name("workspace");
      checkName(type, name, names);
      const sent = parseBody(workspaceBody, request.body);
      const existing = workspaces.get(id);
      if (existing) refuseMove(existing, sent.location, request.name("group"));
      else refuseDeletedName(context, id);
      refuse([
        ...companionFaults(context, sent.properties),
        ...fixedFaults(existing, sent.properties),
        ...identityFaults(context, sent.identity),
      ]);
      const workspace: WorkspaceRecord = {
        id: existing?.id ?? id,
        name: existing?.name ?? name,
        type,
        location: sent.location,
        tags: sent.tags,
        kind: sent.kind ?? "Default",
        sku: sent.sku ?? { name: "Basic", tier: "Basic" },
        identity: grantIdentity(context, sent.identity, existing?.identity),
        properties: {
          ...sent.properties,
          publicNetworkAccess: sent.properties.publicNetworkAccess ?? "Enabled",
          hbiWorkspace: sent.properties.hbiWorkspace ?? false,
          workspaceId: existing?.properties.workspaceId ?? randomUUID(),
          tenantId: context.tenantId,
          provisioningState: "Succeeded",
        },
        systemData: written(context.now(), existing?.systemData),
      };
      const born = existing ? [] : openDatastores(context, workspace);
      context.store.transact(() => {
        workspaces.put(workspace);
        for (const datastore of born) {
          datastores.put(datastore);
          context.blobs.planContainer(datastore.properties.accountName, datastore.properties.containerName);
        }
      });
      await context.blobs.makePlanned();
      return { status: existing ? 200 : 201, body: answers(request)(workspace) };
    }),

    route("PATCH", workspacePath, (request) => {
      const existing = find(context, idOf(request));
      const sent = parseBody(workspacePatch, request.body);
      refuse([...companionFaults(context, sent.properties ?? {}), ...identityFaults(context, sent.identity)]);
      const { workspaceId, storageAccount, keyVault, provisioningState } = existing.properties;
      const changed: WorkspaceRecord = {
        ...existing,
        tags: mergeTags(existing.tags, sent.tags),
        sku: sent.sku ?? existing.sku,
        identity: sent.identity ? grantIdentity(context, sent.identity, existing.identity) : existing.identity,
        properties: {
          ...mergeObjects(existing.properties, sent.properties ?? {}),
          ...{ workspaceId, storageAccount, keyVault, provisioningState },
        },
        systemData: written(context.now(), existing.systemData),
      };
      workspaces.put(changed);
      return ok(answers(request)(changed));
    }),

    route("GET", workspacePath, (request) => ok(answers(request)(find(context, idOf(request))))),

    route("DELETE", workspacePath, async (request) => {
      const id = idOf(request);
      const existing = workspaces.get(id);
      if (existing) await deletion.done(existing.id);
      const known = keepOrPurge(context, existing, id, request.query);
      return known ? { status: 200 } : noContent;
    }),

    route("GET", `${groupPath}/providers/${type}`, (request) =>
      ok(page(request, workspaces.below(requireGroup(context, request).id).map(answers(request)))),
    ),

    route("GET", `/subscriptions/{subscription}/providers/${type}`, (request) => {
      requireSubscription(context, request);
      return ok(page(request, workspaces.all().map(answers(request))));
    }),

    route("POST", `${workspacePath}/listKeys`, async (request) => {
      await context.blobs.ready();
      const { storageAccount, applicationInsights } = requireWorkspace(context, request).properties;
      refuse(accountFaults(context, "storageAccount", nameOf(storageAccount)));
      const insights = applicationInsights ? context.records.others.get(applicationInsights) : undefined;
      return ok({
        userStorageKey: context.blobs.keys(nameOf(storageAccount))[0],
        userStorageArmId: storageAccount, // its name since 2025, the next one is older
        userStorageResourceId: storageAccount,
        appInsightsInstrumentationKey: insights?.properties["InstrumentationKey"],
      });
    }),
  ];
}

function find(context: ArmContext, id: string): WorkspaceRecord {
  const workspace = context.records.workspaces.get(id);
  if (workspace) return workspace;
  throw resourceNotFound(type, nameOf(id), id.split("/")[4] ?? "");
}
