import { z } from "zod";
import { answered, optional, readOnly } from "../body/members";
import { parseOptionalBody } from "../body/parse";
import type { ArmContext } from "../context";
import { conflict, resourceNotFound, type Fault } from "../http/errors";
import { page } from "../http/paging";
import { noContent, ok, type ArmRequest } from "../http/request";
import { route, type Route } from "../http/router";
import { sameId, view, type Resource } from "../store/resource";
import { checkName, nameRules } from "./names";
import { groupPath } from "./scopes";
import { requireTracked, trackedRoutes, type TrackedKind } from "./tracked";

export const storageType = "Microsoft.Storage/storageAccounts";

const accountPath = `${groupPath}/providers/${storageType}/{name}` as const;
const containersPath = `${accountPath}/blobServices/default/containers` as const;

const containerBody = z.strictObject({
  ...answered,
  etag: readOnly,
  properties: optional(z.record(z.string(), z.unknown())),
});

/** Storage accounts, each an account of the blob service, and their blob containers. */
export function storageRoutes(context: ArmContext): Route[] {
  const { others } = context.records;
  const account = (request: ArmRequest<"subscription" | "group" | "name">) =>
    requireTracked(context, storageType, request);
  const idOf = (owner: Resource, container: string): string =>
    `${owner.id}/blobServices/default/containers/${container}`;

  return [
    ...trackedRoutes(context, storageAccounts(context)),

    route("POST", `${accountPath}/listKeys`, async (request) => {
      await context.blobs.ready();
      const keys = context.blobs.keys(account(request).name);
      return ok({ keys: keys.map((value, index) => ({ keyName: `key${index + 1}`, value, permissions: "FULL" })) });
    }),

    route("GET", containersPath, (request) => {
      const containers = others.below(account(request).id).map(view);
      return ok(page(request, containers));
    }),

    route("GET", `${containersPath}/{container}`, (request) => {
      const container = others.get(idOf(account(request), request.name("container")));
      if (container) return ok(view(container));
      throw resourceNotFound(`${storageType}/containers`, request.name("container"), request.name("group"));
    }),

    route("PUT", `${containersPath}/{container}`, async (request) => {
      const owner = account(request);
      const name = request.name("container");
      checkName("blob containers", name, nameRules.container);
      parseOptionalBody(containerBody, request.body);
      const existing = others.get(idOf(owner, name));
      await context.blobs.addContainer(owner.name, name);
      const properties = { publicAccess: "None", leaseState: "Available" };
      const type = `${storageType}/blobServices/containers`;
      const container: Resource = { id: existing?.id ?? idOf(owner, name), name, type, properties };
      others.put(container);
      return { status: existing ? 200 : 201, body: view(container) };
    }),

    route("DELETE", `${containersPath}/{container}`, async (request) => {
      const owner = account(request);
      const existing = others.get(idOf(owner, request.name("container")));
      if (existing === undefined) return noContent;
      await context.blobs.removeContainer(owner.name, existing.name);
      others.delete(existing.id);
      return { status: 200 };
    }),
  ];
}

/** True where there is a storage account of this name. */
export function isStorageAccount({ records }: Pick<ArmContext, "records">, account: string): boolean {
  return records.others.all().some(({ type, name }) => name === account && sameId(type, storageType));
}

/** A fault at `target` unless `account` is a storage account. */
export function accountFaults(context: ArmContext, target: string, account: string): Fault[] {
  return isStorageAccount(context, account) ? [] : [{ target, message: `there is no storage account '${account}'` }];
}

function storageAccounts(context: ArmContext): TrackedKind {
  return {
    type: storageType,
    names: nameRules.storageAccount,
    created: 200,
    faults: (draft) => [
      ...(draft.sku ? [] : [{ target: "sku", message: "is required" }]),
      ...(draft.kind ? [] : [{ target: "kind", message: "is required" }]),
    ],
    async prepare(draft) {
      const taken = context.records.others
        .all()
        .find(({ type, name, id }) => sameId(type, storageType) && name === draft.name && !sameId(id, draft.id));
      if (taken)
        throw conflict(`The storage account named ${draft.name} is already taken.`, "StorageAccountAlreadyTaken");
      await context.blobs.addAccount(draft.name);
    },
    outputs: (draft, previous) => ({
      provisioningState: "Succeeded",
      creationTime: previous["creationTime"] ?? context.now().toISOString(),
      primaryLocation: draft.location,
      statusOfPrimary: "available",
      primaryEndpoints: { blob: `http://${context.blobs.endpoint}/${draft.name}/` },
    }),
  };
}
