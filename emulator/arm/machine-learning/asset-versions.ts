import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { answered } from "../body/members";
import { parseBody } from "../body/parse";
import type { ArmContext } from "../context";
import { conflict, resourceNotFound } from "../http/errors";
import { page } from "../http/paging";
import { noContent, ok } from "../http/request";
import { route, type Route } from "../http/router";
import { checkName } from "../resources/names";
import { nameOf, view, written } from "../store/resource";
import type { AssetKind, AssetVersion } from "./asset-kinds";
import { listedVersions } from "./asset-list";
import { provider, requireWorkspace, workspacePath } from "./paths";

export const assetNames = {
  pattern: /^[a-z0-9][\w-]{0,254}$/i,
  says: "1 to 255 letters, digits, hyphens and underscores, beginning with a letter or digit",
};
const versionNames = {
  pattern: /^[a-z0-9][\w.-]{0,254}$/i,
  says: "1 to 255 letters, digits, periods, hyphens and underscores",
};

/** Versions of a kind of asset: written at once, and never changed in what they are. */
export function assetVersionRoutes(context: ArmContext, kind: AssetKind): Route[] {
  const { assets, assetVersions } = context.records;
  const type = `${provider}/workspaces/${kind.segment}/versions`;
  const versionsPath = `${workspacePath}/${kind.segment}/{asset}/versions` as const;
  const path = `${versionsPath}/{version}` as const;
  const body = z.strictObject({ ...answered, properties: kind.body });

  return [
    route("GET", versionsPath, (request) => {
      const workspace = requireWorkspace(context, request);
      const hash = request.query.get("hash");
      // A client that looks for known code asks below a name it has just made up; only the hash tells.
      const folder = `${workspace.id}/${kind.segment}${hash === undefined ? `/${request.name("asset")}` : ""}`;
      return ok(page(request, listedVersions(assetVersions.below(folder), request.query).map(view)));
    }),

    route("GET", path, (request) => {
      const workspace = requireWorkspace(context, request);
      const version = assetVersions.get(
        `${workspace.id}/${kind.segment}/${request.name("asset")}/versions/${request.name("version")}`,
      );
      if (version) return ok(view(version));
      throw resourceNotFound(type, `${request.name("asset")}/${request.name("version")}`, request.name("group"));
    }),

    route("PUT", path, async (request) => {
      // What was uploaded for it must outlive the emulator as long as the version does.
      if (kind.segment !== "environments") await context.blobs.keep();
      const workspace = requireWorkspace(context, request);
      checkName(`${provider}/workspaces/${kind.segment}`, request.name("asset"), assetNames);
      checkName(type, request.name("version"), versionNames);
      const { properties } = parseBody(body, request.body);
      const container = assets.get(`${workspace.id}/${kind.segment}/${request.name("asset")}`);
      const containerId = container?.id ?? `${workspace.id}/${kind.segment}/${request.name("asset")}`;
      const existing = assetVersions.get(`${containerId}/versions/${request.name("version")}`);
      if (existing) refuseOtherContent(existing, properties, kind);
      const version: AssetVersion = {
        id: existing?.id ?? `${containerId}/versions/${request.name("version")}`,
        name: existing?.name ?? request.name("version"),
        type,
        properties: { ...properties, provisioningState: "Succeeded" },
        systemData: written(context.now(), existing?.systemData),
      };
      context.store.transact(() => {
        if (container === undefined) {
          assets.put({
            id: containerId,
            name: request.name("asset"),
            type: `${provider}/workspaces/${kind.segment}`,
            properties: { isArchived: false, tags: {}, properties: {} },
            systemData: written(context.now()),
          });
        }
        assetVersions.put(version);
      });
      return { status: existing ? 200 : 201, body: view(version) };
    }),

    route("DELETE", path, (request) => {
      const workspace = requireWorkspace(context, request);
      const id = `${workspace.id}/${kind.segment}/${request.name("asset")}/versions/${request.name("version")}`;
      if (assetVersions.get(id) === undefined) return noContent;
      assetVersions.delete(id);
      return { status: 200 };
    }),
  ];
}

function refuseOtherContent(existing: AssetVersion, properties: AssetVersion["properties"], kind: AssetKind): void {
  const changed = kind.fixed.filter((member) => !isDeepStrictEqual(existing.properties[member], properties[member]));
  if (changed.length === 0) return;
  const asset = nameOf(existing.id.slice(0, existing.id.lastIndexOf("/versions/")));
  throw conflict(
    `${kind.segment}/${asset} version '${existing.name}' already exists with another ${changed.join(", ")}. ` +
      "A version never changes; register a new one.",
  );
}
