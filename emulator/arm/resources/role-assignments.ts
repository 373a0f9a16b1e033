import { z } from "zod";
import { answered, armId, optional, readOnly } from "../body/members";
import { parseBody } from "../body/parse";
import type { ArmContext } from "../context";
import { ArmError, conflict } from "../http/errors";
import { page } from "../http/paging";
import { noContent, ok } from "../http/request";
import { route, type Route } from "../http/router";
import { textOf } from "../json";
import { sameId, view, written, type Resource } from "../store/resource";
import { nameRules } from "./names";

const type = "Microsoft.Authorization/roleAssignments";
const path = `{scope*}/providers/${type}/{name}` as const;

const body = z.strictObject({
  ...answered,
  properties: z.strictObject({
    roleDefinitionId: armId,
    principalId: z.string().regex(nameRules.guid.pattern, "that is no guid"),
    principalType: optional(z.string()),
    description: optional(z.string()),
    condition: optional(z.string()),
    conditionVersion: optional(z.string()),
    delegatedManagedIdentityResourceId: optional(z.string()),
    ...{ scope: readOnly, createdOn: readOnly, createdBy: readOnly, updatedOn: readOnly, updatedBy: readOnly },
  }),
});

/** Role assignments on any scope that exists. What is checked against them stands in `authorization/roles.ts`. */
export function roleAssignmentRoutes(context: ArmContext): Route[] {
  const { others } = context.records;
  const idOf = (scope: string, name: string): string => `${scope}/providers/${type}/${name}`;

  return [
    route("PUT", path, (request) => {
      const scope = requireScope(context, request.name("scope"));
      const name = request.name("name");
      if (!nameRules.guid.pattern.test(name)) {
        const message = `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`;
        throw new ArmError(400, "InvalidRoleAssignmentId", message);
      }
      const { properties: sent } = parseBody(body, request.body);
      const existing = others.get(idOf(scope, name));
      if (existing && !sameGrant(existing, sent)) {
        const message = "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.";
        throw conflict(message, "RoleAssignmentUpdateNotPermitted");
      }
      const here = assignments(others.below(scope)).filter(({ id, name }) => sameId(id, idOf(scope, name)));
      if (here.some((other) => !sameId(other.name, name) && sameGrant(other, sent))) {
        throw conflict("The role assignment already exists.", "RoleAssignmentExists");
      }
      const assignment: Resource = {
        id: existing?.id ?? idOf(scope, name),
        name,
        type,
        properties: {
          roleDefinitionId: sent.roleDefinitionId,
          principalId: sent.principalId,
          principalType: sent.principalType ?? "ServicePrincipal",
          scope,
          description: sent.description,
          condition: sent.condition,
          conditionVersion: sent.conditionVersion,
          delegatedManagedIdentityResourceId: sent.delegatedManagedIdentityResourceId,
        },
        systemData: written(context.now(), existing?.systemData),
      };
      others.put(assignment);
      return { status: existing ? 200 : 201, body: view(assignment) };
    }),

    route("GET", path, (request) => {
      const name = request.name("name");
      const assignment = others.get(idOf(request.name("scope"), name));
      if (assignment) return ok(view(assignment));
      throw new ArmError(404, "RoleAssignmentNotFound", `The role assignment '${name}' is not found.`);
    }),

    route("DELETE", path, (request) => {
      const assignment = others.get(idOf(request.name("scope"), request.name("name")));
      if (assignment === undefined) return noContent;
      others.delete(assignment.id);
      return ok(view(assignment));
    }),

    route("GET", `{scope*}/providers/${type}`, (request) =>
      ok(page(request, assignments(others.below(request.name("scope"))).map(view))),
    ),
  ];
}

function assignments(resources: Resource[]): Resource[] {
  return resources.filter((resource) => resource.type === type);
}

function sameGrant(assignment: Resource, sent: { roleDefinitionId: string; principalId: string }): boolean {
  const { roleDefinitionId, principalId } = assignment.properties;
  return sameId(textOf(roleDefinitionId), sent.roleDefinitionId) && sameId(textOf(principalId), sent.principalId);
}

function requireScope(context: ArmContext, scope: string): string {
  const root = `/subscriptions/${context.subscriptionId}`;
  if (sameId(scope, root) || context.store.has(scope)) return scope;
  throw new ArmError(404, "ResourceNotFound", `The scope '${scope}' was not found.`);
}
