import { z } from "zod";
import { answered, location, optional, readOnly, tagChanges, tags } from "../body/members";
import { parseBody } from "../body/parse";
import { mergeTags } from "../body/merge";
import type { ArmContext } from "../context";
import { conflict } from "../http/errors";
import { page } from "../http/paging";
import { noContent, ok } from "../http/request";
import { route, type Route } from "../http/router";
import { view, type Resource } from "../store/resource";
import { checkName, nameRules } from "./names";
import { groupPath, requireGroup, requireSubscription } from "./scopes";
import { tearDowns } from "./tear-down";

const type = "Microsoft.Resources/resourceGroups";

const body = z.strictObject({
  ...answered,
  location,
  tags: optional(tags),
  managedBy: readOnly,
  properties: readOnly,
});

const patch = z.strictObject({ ...answered, tags: optional(tagChanges), managedBy: readOnly, properties: readOnly });

/** Resource groups. Deleting one deletes everything in it. */
export function resourceGroupRoutes(context: ArmContext): Route[] {
  const { groups } = context.records;
  const show = (id: string, provisioningState: string): void => {
    const group = groups.get(id);
    if (group) groups.put({ ...group, properties: { provisioningState } });
  };
  const deletion = tearDowns(context, {
    action: "resourceGroups/delete",
    pace: "long-running",
    begin: (id) => show(id, "Deleting"),
    fail: (id) => show(id, "Failed"),
  });

  return [
    route("GET", "/subscriptions/{subscription}/resourceGroups", (request) => {
      requireSubscription(context, request);
      return ok(page(request, groups.all().map(view)));
    }),

    route("GET", groupPath, (request) => ok(view(requireGroup(context, request)))),

    route("HEAD", groupPath, (request) => {
      requireGroup(context, { method: "GET", name: request.name });
      return noContent;
    }),

    route("PUT", groupPath, (request) => {
      const subscription = requireSubscription(context, request);
      const name = request.name("group");
      checkName("resource groups", name, nameRules.resourceGroup);
      const sent = parseBody(body, request.body);
      const id = `/subscriptions/${subscription}/resourceGroups/${name}`;
      const existing = groups.get(id) && requireGroup(context, request);
      if (existing !== undefined && existing.location !== sent.location) {
        throw conflict(
          `Invalid resource group location '${sent.location}'. The Resource group already exists in location '${existing.location}'.`,
          "InvalidResourceGroupLocation",
        );
      }
      const group: Resource = {
        id: existing?.id ?? id,
        name: existing?.name ?? name,
        type,
        location: sent.location,
        tags: sent.tags,
        properties: { provisioningState: "Succeeded" },
      };
      groups.put(group);
      return { status: existing ? 200 : 201, body: view(group) };
    }),

    route("PATCH", groupPath, (request) => {
      const group = requireGroup(context, request);
      const sent = parseBody(patch, request.body);
      const changed = { ...group, tags: mergeTags(group.tags, sent.tags) };
      groups.put(changed);
      return ok(view(changed));
    }),

    route("DELETE", groupPath, (request) => {
      const group = requireGroup(context, request);
      const operation = deletion.start(group.id);
      const path = `/subscriptions/${context.subscriptionId}/operationresults/${operation.id}`;
      const link = `${request.origin}${path}?api-version=${encodeURIComponent(request.apiVersion)}`;
      return { status: 202, headers: { "location": link, "retry-after": "1", "x-ms-retry-after-ms": "100" } };
    }),
  ];
}
