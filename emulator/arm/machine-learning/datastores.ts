import { z } from "zod";
import { answered, oneOf, optional, readOnly, stringMap } from "../body/members";
import { parseBody, parseOptionalBody } from "../body/parse";
import type { ArmContext } from "../context";
import { refuse, resourceNotFound } from "../http/errors";
import { page } from "../http/paging";
import { noContent, ok, type ArmRequest } from "../http/request";
import { route, type Route } from "../http/router";
import { checkName } from "../resources/names";
import { accountFaults } from "../resources/storage-accounts";
import { view, written } from "../store/resource";
import { listedDatastores } from "./datastore-list";
import type { DatastoreRecord } from "./datastore-record";
import { datastore } from "./default-datastores";
import { provider, requireWorkspace, workspacePath } from "./paths";

const type = `${provider}/workspaces/datastores` as const;
const path = `${workspacePath}/datastores/{datastore}` as const;
const names = { pattern: /^[a-z0-9][\w-]{0,254}$/i, says: "letters, digits, hyphens and underscores" };

const body = z.strictObject({
  ...answered,
  properties: z.strictObject({
    datastoreType: oneOf(["AzureBlob"]),
    accountName: z.string().min(1),
    containerName: z.string().min(1),
    credentials: z.looseObject({
      credentialsType: oneOf(["AccountKey", "Sas", "ServicePrincipal", "Certificate", "None"]),
    }),
    endpoint: optional(z.string()),
    protocol: optional(z.string()),
    serviceDataAccessAuthIdentity: optional(
      oneOf(["None", "WorkspaceSystemAssignedIdentity", "WorkspaceUserAssignedIdentity"]),
    ),
    description: optional(z.string()),
    tags: optional(stringMap),
    properties: optional(stringMap),
    ...{ isDefault: readOnly, subscriptionId: readOnly, resourceGroup: readOnly },
  }),
});

const secretsBody = z.strictObject({
  expirableSecret: optional(z.boolean()),
  expireAfterHours: optional(z.int().min(1).max(168)),
});

/** Blob datastores. Their secrets are shared access signatures, whatever the credentials are. */
export function datastoreRoutes(context: ArmContext): Route[] {
  const { datastores } = context.records;
  const find = (request: ArmRequest<"subscription" | "group" | "workspace" | "datastore">): DatastoreRecord => {
    const found = datastores.get(`${requireWorkspace(context, request).id}/datastores/${request.name("datastore")}`);
    if (found) return found;
    throw resourceNotFound(type, request.name("datastore"), request.name("group"));
  };

  return [
    route("GET", `${workspacePath}/datastores`, (request) => {
      const all = datastores.below(requireWorkspace(context, request).id);
      return ok(page(request, listedDatastores(all, request.query).map(view)));
    }),

    route("GET", path, (request) => ok(view(find(request)))),

    route("PUT", path, async (request) => {
      const workspace = requireWorkspace(context, request);
      const name = request.name("datastore");
      checkName(type, name, names);
      const { properties: sent } = parseBody(body, request.body);
      if (request.query.get("skipValidation")?.toLowerCase() !== "true")
        refuse(accountFaults(context, "properties.accountName", sent.accountName));
      const existing = datastores.get(`${workspace.id}/datastores/${name}`);
      const made = datastore(
        context,
        workspace,
        { name: existing?.name ?? name, isDefault: existing?.properties.isDefault ?? false },
        sent,
      );
      const { credentialsType } = sent.credentials;
      const { serviceDataAccessAuthIdentity = "None", description, tags = {}, properties = {} } = sent;
      const record: DatastoreRecord = {
        ...made,
        properties: {
          ...made.properties,
          ...{ credentials: { credentialsType }, serviceDataAccessAuthIdentity, description, tags, properties },
        },
        systemData: written(context.now(), existing?.systemData),
      };
      datastores.put(record);
      return { status: existing ? 200 : 201, body: view(record) };
    }),

    route("DELETE", path, (request) => {
      const id = `${requireWorkspace(context, request).id}/datastores/${request.name("datastore")}`;
      const existing = datastores.get(id);
      if (existing === undefined) return noContent;
      refuse(
        existing.properties.isDefault
          ? [{ target: existing.name, message: "the default datastore can't be deleted" }]
          : [],
      );
      datastores.delete(id);
      return { status: 200 };
    }),

    route("POST", `${path}/listSecrets`, async (request) => {
      await context.blobs.ready();
      const { accountName: account, containerName: container } = find(request).properties;
      const { expireAfterHours = 24 } = parseOptionalBody(secretsBody, request.body);
      refuse(accountFaults(context, "accountName", account));
      const expires = new Date(context.now().getTime() + expireAfterHours * 3_600_000);
      const sasToken = context.blobs.sharedAccess({ account, container, permissions: "racwdl", expires });
      return ok({ secretsType: "Sas", sasToken });
    }),
  ];
}
