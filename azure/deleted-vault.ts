import { z } from "zod";
import type { ConnectionSettings } from "../arm/connection";
import { ArmError } from "./arm-error";
import { openArm } from "./connect";

const answer = z.object({
  properties: z.object({ vaultId: z.string(), scheduledPurgeDate: z.string().nullish() }),
});

/** A key vault that was deleted and still holds its name. */
export interface DeletedVault {
  /** ARM id that it had. */
  vaultId: string;
  /** When it goes for good, as the service says it; empty where it does not. */
  purgeDate: string;
}

/** Where a vault would be made. */
export interface VaultPlace {
  subscriptionId: string;
  location: string;
  vaultName: string;
}

/**
 * The deleted vault that a new one of this name would collide with; undefined where there is none. `"unseen"` where the
 * service does not let us look (that takes a read right on the subscription, where key vaults have been used before): then
 * only the creation itself can tell.
 */
export async function findDeletedVault(
  { subscriptionId, location, vaultName }: VaultPlace,
  settings?: ConnectionSettings,
): Promise<DeletedVault | "unseen" | undefined> {
  const place = `/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/locations/${location}`;
  try {
    const found = await openArm(settings).get(`${place}/deletedVaults/${vaultName}?api-version=2024-11-01`, answer);
    return found && { vaultId: found.properties.vaultId, purgeDate: found.properties.scheduledPurgeDate ?? "" };
  } catch (error) {
    if (error instanceof ArmError && error.status > 0 && error.status !== 401) return "unseen";
    throw error;
  }
}
