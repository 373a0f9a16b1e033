import { type Account, subscriptionFaults, tenantFaults } from "../arm/account";
import type { ConnectionSettings } from "../arm/connection";
import type { Fault } from "../arm/fault";
import { oneLine } from "../azure/arm-error";
import { holdsUnknown } from "./unknown";

/** What of a resource's inputs says where it lies and who asks. Old states have no account. */
export interface Placed {
  workspaceId: string;
  connection?: ConnectionSettings;
  account?: Account;
}

/** The tenant that a sign-in leads to; undefined where it is not known. */
export type TenantOf = (connection: ConnectionSettings | undefined) => Promise<string | undefined>;

/**
 * Faults of inputs whose requests would go to another subscription, or be signed in to another tenant, than azure-native's:
 * said at once, as else the first answer would be a refusal that does not say why.
 */
export async function accountFaults(
  { workspaceId, connection, account }: Placed,
  tenantOf: TenantOf,
): Promise<Fault[]> {
  if (!account || holdsUnknown(account)) return [];
  const foreign = holdsUnknown(workspaceId) ? [] : subscriptionFaults("workspaceId", workspaceId, account);
  if (foreign.length > 0 || !account.tenantId || holdsUnknown(connection)) return foreign;
  try {
    return tenantFaults((await tenantOf(connection)) ?? "", account);
  } catch (error) {
    const reason = oneLine(error instanceof Error ? error.message : String(error));
    return [{ field: "connection", rule: `signing in to Azure failed: ${reason}` }];
  }
}
