import { z } from "zod";
import { answered, optional, readOnly, stringMap } from "../body/members";
import { parseBody } from "../body/parse";
import type { ArmContext } from "../context";
import { resourceNotFound } from "../http/errors";
import { page } from "../http/paging";
import { noContent, ok } from "../http/request";
import { route, type Route } from "../http/router";
import { checkName } from "../resources/names";
import { view, written, type Resource } from "../store/resource";
import type { AssetKind } from "./asset-kinds";
import { listed } from "./asset-list";
import { assetNames } from "./asset-versions";
import { provider, requireWorkspace, workspacePath } from "./paths";

const body = z.strictObject({
  ...answered,
  properties: z.strictObject({
    description: optional(z.string()),
    isArchived: z.boolean().default(false),
    tags: stringMap.default({}),
    properties: stringMap.default({}),
    dataType: optional(z.string()),
    ...{ latestVersion: readOnly, nextVersion: readOnly, provisioningState: readOnly },
  }),
});

/** Containers of a kind of asset. They come into being with their first version, too. */
export function assetContainerRoutes(context: ArmContext, kind: AssetKind): Route[] {
  const { assets, assetVersions } = context.records;
  const type = `${provider}/workspaces/${kind.segment}` as const;
  const folder = `${workspacePath}/${kind.segment}` as const;
  const path = `${folder}/{asset}` as const;

  const answer = (container: Resource): Resource => {
    const versions = assetVersions.below(container.id).map(({ name }) => name);
    const numbers = versions.filter((name) => /^\d+$/.test(name)).map(Number);
    const counted = { latestVersion: versions.at(-1), nextVersion: String(Math.max(0, ...numbers) + 1) };
    return { ...view(container), properties: { ...container.properties, ...counted, provisioningState: "Succeeded" } };
  };
  const anonymous = (container: Resource): boolean => {
    const versions = assetVersions.below(container.id);
    return versions.length > 0 && versions.every(({ properties }) => properties.isAnonymous);
  };

  return [
    route("GET", folder, (request) => {
      const { id } = requireWorkspace(context, request);
      const containers = assets
        .below(`${id}/${kind.segment}`)
        .filter((container) => listed(container, request.query) && !anonymous(container));
      return ok(page(request, containers.toReversed().map(answer)));
    }),

    route("GET", path, (request) => {
      const container = assets.get(`${requireWorkspace(context, request).id}/${kind.segment}/${request.name("asset")}`);
      if (container) return ok(answer(container));
      throw resourceNotFound(type, request.name("asset"), request.name("group"));
    }),

    route("PUT", path, (request) => {
      const id = `${requireWorkspace(context, request).id}/${kind.segment}/${request.name("asset")}`;
      checkName(type, request.name("asset"), assetNames);
      const { properties } = parseBody(body, request.body);
      const existing = assets.get(id);
      const systemData = written(context.now(), existing?.systemData);
      const container: Resource = {
        id: existing?.id ?? id,
        name: existing?.name ?? request.name("asset"),
        type,
        properties,
        systemData,
      };
      assets.put(container);
      return { status: existing ? 200 : 201, body: answer(container) };
    }),

    route("DELETE", path, (request) => {
      const id = `${requireWorkspace(context, request).id}/${kind.segment}/${request.name("asset")}`;
      if (assets.get(id) === undefined) return noContent;
      context.store.transact(() => context.store.deleteTree(id));
      return { status: 200 };
    }),
  ];
}
