import type { Identity } from "./endpoint";
import { findWord, identityTypes } from "./endpoint-words";
import type { Fault } from "./fault";

const userAssignedId =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+$/i;

/** Rules of an endpoint's identity. Source: REST reference of `ManagedServiceIdentity`. */
export function identityFaults(field: string, { type, userAssignedIdentities: ids = [] }: Identity): Fault[] {
  const known = findWord(identityTypes, type);
  if (!known) return [{ field: `${field}.type`, value: type, rule: `it is one of ${identityTypes.join(" | ")}` }];
  const takesIds = known.includes("UserAssigned");
  const list = `${field}.userAssignedIdentities`;
  return [
    ...(takesIds && ids.length === 0 ? [{ field: list, rule: `type ${known} needs at least one ARM id` }] : []),
    ...(!takesIds && ids.length > 0
      ? [{ field: list, value: ids, rule: `type ${known} takes none`, fix: "use type UserAssigned" }]
      : []),
    ...ids.flatMap((id, index) =>
      userAssignedId.test(id)
        ? []
        : [{ field: `${list}[${index}]`, value: id, rule: "this is not the ARM id of a user-assigned identity" }],
    ),
  ];
}
