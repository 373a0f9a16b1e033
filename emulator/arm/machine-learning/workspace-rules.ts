import type { ArmContext } from "../context";
import type { Fault } from "../http/errors";
import { storageType } from "../resources/storage-accounts";
import { vaultType } from "../resources/deleted-vaults";
import { insightsType, registryType } from "../resources/workspace-companions";
import { sameId } from "../store/resource";
import type { WorkspaceRecord } from "./workspace-record";

const companions = [
  ["storageAccount", storageType],
  ["keyVault", vaultType],
  ["applicationInsights", insightsType],
  ["containerRegistry", registryType],
] as const;

type Companions = { [member in (typeof companions)[number][0]]?: string };

/** What a workspace is made of must exist and be of the right type. */
export function companionFaults(context: ArmContext, properties: Companions): Fault[] {
  return companions.flatMap(([member, type]) => {
    const id = properties[member];
    if (id === undefined || sameId(context.records.others.get(id)?.type ?? "", type)) return [];
    return [{ target: `properties.${member}`, message: `there is no ${type} with the id '${id}'` }];
  });
}

/** A workspace keeps the storage account and the key vault that it was made with. */
export function fixedFaults(
  existing: WorkspaceRecord | undefined,
  properties: { storageAccount: string; keyVault: string },
): Fault[] {
  if (existing === undefined) return [];
  return (["storageAccount", "keyVault"] as const).flatMap((member) =>
    sameId(existing.properties[member], properties[member])
      ? []
      : [{ target: `properties.${member}`, message: `can't change; it is '${existing.properties[member]}'` }],
  );
}
