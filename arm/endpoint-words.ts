import type { AuthMode, IdentityType, NetworkAccess } from "./endpoint";
import type { Fault } from "./fault";

/** The words that the service knows. It takes them in any case and answers them as they stand here. */
export const authModes: readonly AuthMode[] = ["Key", "AMLToken", "AADToken"];
export const networkAccesses: readonly NetworkAccess[] = ["Enabled", "Disabled"];
export const identityTypes: readonly IdentityType[] = [
  "None",
  "SystemAssigned",
  "UserAssigned",
  "SystemAssigned,UserAssigned",
];

/** The word of a list that `given` means, whatever its case and blanks. */
export function findWord<T extends string>(words: readonly T[], given: string | undefined): T | undefined {
  const plain = given?.replaceAll(" ", "").toLowerCase();
  return words.find((word) => word.toLowerCase() === plain);
}

/** Faults of what should be one of the words. Undefined is no fault. */
export function wordFaults(field: string, value: string | undefined, words: readonly string[]): Fault[] {
  return value === undefined || findWord(words, value)
    ? []
    : [{ field, value, rule: `it is one of ${words.join(" | ")}` }];
}
