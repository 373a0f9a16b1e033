import type { ArmContext } from "../context";
import { textOf } from "../json";
import { nameOf, sameId } from "../store/resource";

/** Roles that hold everything. */
const everything = [
  "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", // Owner
  "b24988ac-6180-42a0-ab88-20f7382dd24c", // Contributor
];

/** Rights that are looked at, with the built-in roles that hold them. */
const holders = {
  /** `…/onlineEndpoints/score/action`. */
  score: [...everything, "f6c7c914-8db3-469d-8ca1-694a8f32e121"], // AzureML Data Scientist
  /** `…/connections/listsecrets/action`. */
  readConnectionSecrets: [...everything, "ea01e6af-a1c1-4350-9563-ad00f8c72ec5"], // Workspace Connection Secrets Reader
  /** `Microsoft.KeyVault/vaults/secrets/getSecret/action`, a right on data, which Owner does not hold. */
  readVaultSecrets: [
    "4633458b-17de-408a-b874-0445c86b69e6", // Key Vault Secrets User
    "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", // Key Vault Secrets Officer
    "00482a5a-887f-4fb3-b363-3c9a6ce9a6fc", // Key Vault Administrator
  ],
} as const;

export type Right = keyof typeof holders;

/** True where a role assignment on `id`, or on anything that it lies in, gives the principal a role with that right. */
export function holds(
  { records }: Pick<ArmContext, "records">,
  principalId: string,
  right: Right,
  id: string,
): boolean {
  const roles: readonly string[] = holders[right];
  return records.others
    .all()
    .filter(({ type }) => sameId(type, "Microsoft.Authorization/roleAssignments"))
    .some(
      ({ properties }) =>
        sameId(textOf(properties["principalId"]), principalId) &&
        `${id}/`.toLowerCase().startsWith(`${textOf(properties["scope"])}/`.toLowerCase()) &&
        roles.includes(nameOf(textOf(properties["roleDefinitionId"])).toLowerCase()),
    );
}
