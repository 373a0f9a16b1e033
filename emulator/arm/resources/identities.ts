import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { identity } from "../body/members";
import type { ArmContext } from "../context";
import type { Fault } from "../http/errors";
import { textOf } from "../json";
import type { Identity } from "../store/resource";

type Asked = z.infer<typeof identity>;

/** What ARM answers for an identity that was asked for. The principal of `previous` goes on. */
export function grantIdentity(context: ArmContext, asked: Asked, previous?: Identity): Identity {
  const type = asked.type;
  const granted: Identity = { type };
  if (type.startsWith("SystemAssigned")) {
    granted.principalId = previous?.principalId ?? randomUUID();
    granted.tenantId = context.tenantId;
  }
  if (type.endsWith("UserAssigned")) {
    const ids = assigned(asked).map((id) => [id, userIdentity(context, id)] as const);
    granted.userAssignedIdentities = Object.fromEntries(
      ids.map(([id, found]) => [
        id,
        { principalId: textOf(found?.properties["principalId"]), clientId: textOf(found?.properties["clientId"]) },
      ]),
    );
  }
  return granted;
}

/** Faults of an identity that was asked for: user-assigned identities must exist. */
export function identityFaults(context: ArmContext, asked: Asked | undefined): Fault[] {
  return assigned(asked).flatMap((id) =>
    userIdentity(context, id) ? [] : [{ target: "identity.userAssignedIdentities", message: `'${id}' does not exist` }],
  );
}

/** True where `asked` is the identity that is there. */
export function sameIdentity(asked: Asked | undefined, present: Identity | undefined): boolean {
  const ids = (keys: string[]): string =>
    keys
      .map((id) => id.toLowerCase())
      .sort()
      .join();
  return (
    (asked?.type ?? "None") === (present?.type ?? "None") &&
    ids(assigned(asked)) === ids(Object.keys(present?.userAssignedIdentities ?? {}))
  );
}

/** Ids that are asked for; an id with null is one to remove. */
function assigned(asked: Asked | undefined): string[] {
  return Object.entries(asked?.userAssignedIdentities ?? {}).flatMap(([id, value]) => (value === null ? [] : [id]));
}

function userIdentity(context: ArmContext, id: string) {
  return /\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+$/i.test(id)
    ? context.records.others.get(id)
    : undefined;
}
