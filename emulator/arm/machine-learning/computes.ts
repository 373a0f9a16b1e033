import { z } from "zod";
import { answered, identity, location, optional, oneOf, sku, tags } from "../body/members";
import { parseBody } from "../body/parse";
import type { ArmContext } from "../context";
import { refuse, resourceNotFound } from "../http/errors";
import { page } from "../http/paging";
import { noContent, ok } from "../http/request";
import { route, type Route } from "../http/router";
import { grantIdentity, identityFaults } from "../resources/identities";
import { checkName } from "../resources/names";
import { view, written, type Resource } from "../store/resource";
import { provider, requireWorkspace, workspacePath } from "./paths";

const type = `${provider}/workspaces/computes` as const;
const path = `${workspacePath}/computes/{compute}` as const;
const names = {
  pattern: /^[a-z](?![a-z0-9-]*-\d+$)[a-z0-9-]{2,23}$/i,
  says: "3 to 24 letters, digits and hyphens, beginning with a letter, not ending with a hyphen and a number",
};

const body = z.strictObject({
  ...answered,
  location: optional(location),
  identity: optional(identity),
  sku: optional(sku),
  tags: optional(tags),
  properties: z
    .object({ computeType: oneOf(["AmlCompute", "ComputeInstance", "Kubernetes", "VirtualMachine"]) })
    .catchall(z.json()),
});

/** Computes, kept as sent: nothing is started. */
export function computeRoutes(context: ArmContext): Route[] {
  const { computes } = context.records;
  return [
    route("GET", `${workspacePath}/computes`, (request) =>
      ok(page(request, computes.below(requireWorkspace(context, request).id).map(view))),
    ),

    route("GET", path, (request) => {
      const compute = computes.get(`${requireWorkspace(context, request).id}/computes/${request.name("compute")}`);
      if (compute) return ok(view(compute));
      throw resourceNotFound(type, request.name("compute"), request.name("group"));
    }),

    route("PUT", path, (request) => {
      const workspace = requireWorkspace(context, request);
      const name = request.name("compute");
      checkName(type, name, names);
      const sent = parseBody(body, request.body);
      refuse(identityFaults(context, sent.identity));
      const existing = computes.get(`${workspace.id}/computes/${name}`);
      const compute: Resource = {
        id: existing?.id ?? `${workspace.id}/computes/${name}`,
        name: existing?.name ?? name,
        type,
        location: sent.location ?? workspace.location,
        tags: sent.tags,
        sku: sent.sku,
        identity: sent.identity && grantIdentity(context, sent.identity, existing?.identity),
        properties: { ...sent.properties, provisioningState: "Succeeded" },
        systemData: written(context.now(), existing?.systemData),
      };
      computes.put(compute);
      return { status: existing ? 200 : 201, body: view(compute) };
    }),

    route("DELETE", path, (request) => {
      const id = `${requireWorkspace(context, request).id}/computes/${request.name("compute")}`;
      if (computes.get(id) === undefined) return noContent;
      computes.delete(id);
      return { status: 200 };
    }),
  ];
}
