import type { Fault } from "./fault";
import { parseWorkspaceId } from "./ids";

/** Where azure-native works: what our own requests have to agree with. */
export interface Account {
  subscriptionId: string;
  tenantId: string;
}

/**
 * Faults of a workspace in another subscription than azure-native's: azure-native makes what belongs to the workspace in
 * its own subscription, whatever the id says.
 */
export function subscriptionFaults(field: string, workspaceId: string, account: Partial<Account>): Fault[] {
  const given = parseWorkspaceId(workspaceId)?.subscriptionId;
  if (given === undefined || same(given, account.subscriptionId)) return [];
  return [
    {
      field,
      value: workspaceId,
      rule: `the azure-native provider works in subscription ${account.subscriptionId}`,
      fix: `set azure-native:subscriptionId to ${given}, or give the component a provider of that subscription`,
    },
  ];
}

/** Faults of a sign-in to another tenant than azure-native's. */
export function tenantFaults(signedInTo: string, { tenantId }: Partial<Account>): Fault[] {
  if (same(signedInTo, tenantId)) return [];
  return [
    {
      field: "tenantId",
      value: signedInTo,
      rule: `this is the tenant of the sign-in, but the azure-native provider works in tenant ${tenantId}`,
      fix: `set azure-native:tenantId to the tenant of the workspace, or \`az login --tenant ${tenantId}\``,
    },
  ];
}

/** What is not known, on either side, is no difference. */
function same(one: string, other: string | undefined): boolean {
  return one === "" || !other || one.toLowerCase() === other.toLowerCase();
}
