import { mergeObjects } from "../body/merge";
import { parseBody } from "../body/parse";
import type { ArmContext } from "../context";
import { resourceNotFound } from "../http/errors";
import { page } from "../http/paging";
import { noContent, ok, type ArmRequest, type Query } from "../http/request";
import { route, type Route } from "../http/router";
import { checkName } from "../resources/names";
import { sameId, view, written, type Resource } from "../store/resource";
import { connectionBody, connectionPatch, credentialsBody } from "./connection-body";
import type { AuthType, ConnectionRecord, Credentials } from "./connection-record";
import { provider, requireWorkspace, workspacePath } from "./paths";

const type = `${provider}/workspaces/connections` as const;
const path = `${workspacePath}/connections/{connection}` as const;
const names = {
  pattern: /^[a-z0-9][\w-]{2,32}$/i,
  says: "3 to 33 letters, digits, hyphens and underscores, beginning with a letter or digit",
};

/** Categories of data; a list has them only where it asks for all, or for the category. */
const dataCategories = new Set(["azureblob", "adlsgen2", "azureonelake"]);

type ConnectionRequest = ArmRequest<"subscription" | "group" | "workspace" | "connection">;

/** Connections to resources elsewhere. Their credentials are answered by `listsecrets` alone. */
export function connectionRoutes(context: ArmContext): Route[] {
  const { connections } = context.records;
  const find = (request: ConnectionRequest): ConnectionRecord => {
    const found = connections.get(`${requireWorkspace(context, request).id}/connections/${request.name("connection")}`);
    if (found) return found;
    throw resourceNotFound(type, request.name("connection"), request.name("group"));
  };

  return [
    route("GET", `${workspacePath}/connections`, (request) => {
      const all = connections.below(requireWorkspace(context, request).id);
      return ok(page(request, all.filter(({ properties }) => listed(properties, request.query)).map(hidden)));
    }),

    route("GET", path, (request) => ok(hidden(find(request)))),

    route("PUT", path, (request) => {
      const workspace = requireWorkspace(context, request);
      const name = request.name("connection");
      checkName(type, name, names);
      const { properties } = parseBody(connectionBody, request.body);
      const existing = connections.get(`${workspace.id}/connections/${name}`);
      const { credentials: _, ...shown } = properties;
      const connection: ConnectionRecord = {
        id: existing?.id ?? `${workspace.id}/connections/${name}`,
        name: existing?.name ?? name,
        type,
        properties: { ...shown, createdByWorkspaceArmId: workspace.id },
        credentials: credentialsIn(request.body, properties.authType),
        systemData: written(context.now(), existing?.systemData),
      };
      connections.put(connection);
      return ok(hidden(connection)); // 200 also for a new one (REST)
    }),

    route("PATCH", path, (request) => {
      const existing = find(request);
      const { properties } = parseBody(connectionPatch, request.body);
      const { credentials, ...shown } = properties;
      const { authType, category = existing.properties.category } = properties;
      const keeps = credentials === undefined && authType === existing.properties.authType;
      const { createdByWorkspaceArmId } = existing.properties;
      const changed: ConnectionRecord = {
        ...existing,
        properties: {
          ...mergeObjects(existing.properties, shown),
          ...{ authType, category, createdByWorkspaceArmId },
        },
        credentials: keeps ? existing.credentials : credentialsIn(request.body, authType),
        systemData: written(context.now(), existing.systemData),
      };
      connections.put(changed);
      return ok(hidden(changed));
    }),

    route("DELETE", path, (request) => {
      const id = `${requireWorkspace(context, request).id}/connections/${request.name("connection")}`;
      if (connections.get(id) === undefined) return noContent;
      connections.delete(id);
      return { status: 200 };
    }),

    route("POST", `${path}/listsecrets`, (request) => {
      const connection = find(request);
      return ok(answer(connection, connection.credentials));
    }),
  ];
}

/** A connection without its secrets: `credentials` is null where there are some. */
function hidden(connection: ConnectionRecord): Resource<object> {
  return answer(connection, connection.credentials && null);
}

function answer(connection: ConnectionRecord, credentials: Credentials | null | undefined): Resource<object> {
  return { ...view(connection), properties: { ...connection.properties, credentials } };
}

function credentialsIn(body: unknown, kind: AuthType): Credentials | undefined {
  return parseBody(credentialsBody(kind), body).properties.credentials;
}

function listed({ category, target }: ConnectionRecord["properties"], query: Query): boolean {
  const [wantedCategory, wantedTarget] = [query.get("category"), query.get("target")];
  if (wantedTarget !== undefined && target !== wantedTarget) return false;
  if (wantedCategory !== undefined) return sameId(category, wantedCategory);
  return query.get("includeAll")?.toLowerCase() === "true" || !dataCategories.has(category.toLowerCase());
}
