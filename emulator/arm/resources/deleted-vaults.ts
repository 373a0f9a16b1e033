import { z } from "zod";
import { optional } from "../body/members";
import type { ArmContext } from "../context";
import { ArmError, conflict } from "../http/errors";
import { page } from "../http/paging";
import { ok, type ArmRequest } from "../http/request";
import { route, type Route } from "../http/router";
import { nameOf, sameId, view, type Resource } from "../store/resource";
import { requireSubscription } from "./scopes";

export const vaultType = "Microsoft.KeyVault/vaults";

/** A vault that was deleted and can be recovered. */
export interface DeletedVault extends Resource {
  /** The vault as it was. */
  vault: Resource;
}

const one =
  "/subscriptions/{subscription}/providers/Microsoft.KeyVault/locations/{location}/deletedVaults/{name}" as const;

/** Days that a deleted vault is kept, where it does not say (REST reference of `VaultProperties`). */
const RETENTION = 90;

const kept = z.object({
  softDeleteRetentionInDays: optional(z.number()),
  enablePurgeProtection: optional(z.boolean()),
});

/** Deleted vaults: reading them and purging them for good. They are recovered by a PUT with `createMode` `recover`. */
export function deletedVaultRoutes(context: ArmContext): Route[] {
  const { deletedVaults, others } = context.records;
  // A name is either a vault's or a deleted vault's.
  others.watch(({ id, record }) => {
    const deleted = record && isVault(record) ? find(context, nameOf(id)) : undefined;
    if (deleted) deletedVaults.delete(deleted.id);
  });

  return [
    route("GET", "/subscriptions/{subscription}/providers/Microsoft.KeyVault/deletedVaults", (request) => {
      requireSubscription(context, request);
      return ok(page(request, deletedVaults.all().map(view)));
    }),
    route("GET", one, (request) => ok(view(requireDeleted(context, request)))),
    route("POST", `${one}/purge`, (request) => {
      const deleted = requireDeleted(context, request);
      if (deleted.properties["purgeProtectionEnabled"] === true) {
        throw conflict(`The vault '${deleted.name}' has purge protection enabled and can't be purged.`);
      }
      deletedVaults.delete(deleted.id);
      return { status: 200 };
    }),
  ];
}

/** Keeps the vaults at and below an id that is about to be deleted. */
export function softDeleteVaults(context: ArmContext, id: string): void {
  const { others, deletedVaults } = context.records;
  const self = others.get(id);
  for (const vault of [...others.below(id), ...(self ? [self] : [])].filter(isVault)) {
    const { softDeleteRetentionInDays = RETENTION, enablePurgeProtection } = kept.parse(vault.properties);
    const deletionDate = context.now();
    const purge = new Date(deletionDate.getTime() + softDeleteRetentionInDays * 86_400_000);
    const location = vault.location ?? "";
    deletedVaults.put({
      id: `/subscriptions/${context.subscriptionId}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/${vault.name}`,
      name: vault.name,
      type: "Microsoft.KeyVault/deletedVaults",
      properties: {
        vaultId: vault.id,
        location,
        tags: vault.tags ?? {},
        deletionDate: deletionDate.toISOString(),
        scheduledPurgeDate: purge.toISOString(),
        ...(enablePurgeProtection ? { purgeProtectionEnabled: true } : {}),
      },
      vault,
    });
  }
}

/** Refuses a new vault whose name is not free; names are unique in the whole of Azure, deleted vaults keep theirs. */
export function claimVaultName(context: ArmContext, draft: Resource): void {
  const { others } = context.records;
  if (others.get(draft.id)) return;
  const deleted = find(context, draft.name);
  if (draft.properties["createMode"] === "recover") {
    if (deleted && sameId(deleted.vault.id, draft.id)) return;
    const message = `A soft deleted vault with the name '${draft.name}' does not exist in this resource group.`;
    throw new ArmError(400, "SoftDeletedVaultDoesNotExist", message);
  }
  if (deleted) {
    throw conflict(
      "A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. " +
        "Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.",
      "ConflictError",
    );
  }
  if (others.all().some((other) => isVault(other) && sameId(other.name, draft.name))) {
    const message = `The vault name '${draft.name}' is already in use. Vault names are globally unique so it is possible that the name is already taken.`;
    throw conflict(message, "VaultAlreadyExists");
  }
}

/** The access policies that a recovered vault comes back with. */
export function recoveredPolicies(context: ArmContext, name: string) {
  return find(context, name)?.vault.properties["accessPolicies"];
}

function find(context: ArmContext, name: string): DeletedVault | undefined {
  return context.records.deletedVaults.all().find((deleted) => sameId(deleted.name, name));
}

function requireDeleted(context: ArmContext, request: ArmRequest<"subscription" | "location" | "name">): DeletedVault {
  requireSubscription(context, request);
  const deleted = find(context, request.name("name"));
  if (deleted && sameId(deleted.vault.location ?? "", request.name("location"))) return deleted;
  throw new ArmError(404, "DeletedVaultNotFound", `The deleted vault '${request.name("name")}' was not found.`);
}

function isVault({ type }: Resource): boolean {
  return sameId(type, vaultType);
}
