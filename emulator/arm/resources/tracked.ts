import { z } from "zod";
import { answered, identity, location, optional, readOnly, sku, tagChanges, tags } from "../body/members";
import { parseBody } from "../body/parse";
import { mergeObjects, mergeTags } from "../body/merge";
import type { ArmContext } from "../context";
import { refuse, resourceNotFound, type Fault } from "../http/errors";
import { page } from "../http/paging";
import { noContent, ok, type ArmRequest } from "../http/request";
import { route, type Route } from "../http/router";
import type { Json, JsonObject } from "../json";
import { sameId, view, written, type Resource } from "../store/resource";
import { grantIdentity, identityFaults } from "./identities";
import { checkName, type NameRule } from "./names";
import { groupPath, refuseMove, requireGroup, requireSubscription } from "./scopes";
import { tearDowns } from "./tear-down";

/** A type of resource that is stored as sent, with some members written by the service. */
export interface TrackedKind {
  type: string;
  names: NameRule;
  /** Status of the answer to the PUT that creates one. */
  created: 200 | 201;
  /** Members of `properties` that the service writes, as they were before where they were. */
  outputs(draft: Resource, previous: JsonObject): JsonObject;
  /** Rules beyond the shape. */
  faults?(draft: Resource, existing: Resource | undefined): Fault[];
  /** Runs before the resource is there. */
  prepare?(draft: Resource): Promise<void>;
}

const json: z.ZodType<Json> = z.json();

const body = z.strictObject({
  ...answered,
  location,
  tags: optional(tags),
  kind: optional(z.string()),
  sku: optional(sku),
  identity: optional(identity),
  properties: optional(z.record(z.string(), json)),
  etag: readOnly,
  zones: readOnly,
  extendedLocation: readOnly,
});

const patch = body.partial().extend({ tags: optional(tagChanges) });

/** PUT, PATCH, GET, DELETE and lists of a type. */
export function trackedRoutes(context: ArmContext, kind: TrackedKind): Route[] {
  const { others } = context.records;
  const deletion = tearDowns(context, { action: `${kind.type}/delete`, pace: "at once" });
  const path = `${groupPath}/providers/${kind.type}/{name}` as const;
  const ofType = (resources: Resource[]): Resource[] =>
    resources.filter(({ type }) => sameId(type, kind.type)).map(view);

  const put = async (draft: Resource, existing: Resource | undefined): Promise<Resource> => {
    refuse(kind.faults?.(draft, existing) ?? []);
    await kind.prepare?.(draft);
    const outputs = kind.outputs(draft, existing?.properties ?? {});
    const resource: Resource = {
      ...draft,
      properties: { ...draft.properties, ...outputs },
      systemData: written(context.now(), existing?.systemData),
    };
    others.put(resource);
    return resource;
  };

  return [
    route("PUT", path, async (request) => {
      const group = requireGroup(context, request);
      const name = request.name("name");
      checkName(kind.type, name, kind.names);
      const sent = parseBody(body, request.body);
      refuse(identityFaults(context, sent.identity));
      const existing = find(context, kind.type, request);
      if (existing) refuseMove(existing, sent.location, group.name);
      const draft: Resource = {
        id: existing?.id ?? `${group.id}/providers/${kind.type}/${name}`,
        name: existing?.name ?? name,
        type: kind.type,
        location: sent.location,
        tags: sent.tags,
        kind: sent.kind,
        sku: sent.sku,
        identity: sent.identity && grantIdentity(context, sent.identity, existing?.identity),
        properties: sent.properties ?? {},
      };
      const resource = await put(draft, existing);
      return { status: existing ? 200 : kind.created, body: view(resource) };
    }),

    route("PATCH", path, async (request) => {
      const existing = requireTracked(context, kind.type, request);
      const sent = parseBody(patch, request.body);
      refuse(identityFaults(context, sent.identity));
      const draft = {
        ...existing,
        tags: mergeTags(existing.tags, sent.tags),
        sku: sent.sku ?? existing.sku,
        identity: sent.identity ? grantIdentity(context, sent.identity, existing.identity) : existing.identity,
        properties: mergeObjects(existing.properties, sent.properties ?? {}),
      };
      return ok(view(await put(draft, existing)));
    }),

    route("GET", path, (request) => ok(view(requireTracked(context, kind.type, request)))),

    route("DELETE", path, async (request) => {
      const existing = find(context, kind.type, request);
      if (existing === undefined) return noContent;
      await deletion.done(existing.id);
      return { status: 200 };
    }),

    route("GET", `${groupPath}/providers/${kind.type}`, (request) =>
      ok(page(request, ofType(others.below(requireGroup(context, request).id)))),
    ),

    route("GET", `/subscriptions/{subscription}/providers/${kind.type}`, (request) => {
      requireSubscription(context, request);
      return ok(page(request, ofType(others.all())));
    }),
  ];
}

type Named = ArmRequest<"subscription" | "group" | "name">;

function find(context: ArmContext, type: string, request: Named): Resource | undefined {
  return context.records.others.get(`${requireGroup(context, request).id}/providers/${type}/${request.name("name")}`);
}

/** The resource of a request, or 404. */
export function requireTracked(context: ArmContext, type: string, request: Named): Resource {
  const resource = find(context, type, request);
  if (resource === undefined) throw resourceNotFound(type, request.name("name"), request.name("group"));
  return resource;
}
