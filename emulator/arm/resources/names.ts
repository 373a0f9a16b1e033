import { ArmError } from "../http/errors";

/** What names a type of resource allows, and how to say it. */
export interface NameRule {
  pattern: RegExp;
  says: string;
}

export function checkName(type: string, name: string, rule: NameRule): void {
  if (rule.pattern.test(name)) return;
  throw new ArmError(400, "InvalidResourceName", `'${name}' is no valid name for ${type}: ${rule.says}.`);
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Naming rules as the page "Naming rules and restrictions for Azure resources" states them. */
export const nameRules = {
  resourceGroup: {
    pattern: /^[-\w.()]{0,89}[-\w()]$/,
    says: "1 to 90 letters, digits, underscores, hyphens, periods and parentheses, not ending with a period",
  },
  storageAccount: { pattern: /^[a-z0-9]{3,24}$/, says: "3 to 24 lower-case letters and digits" },
  container: {
    pattern: /^(?!.*--)[a-z0-9$][a-z0-9-]{1,61}[a-z0-9]$/,
    says: "3 to 63 lower-case letters, digits and single hyphens",
  },
  vault: {
    pattern: /^(?!.*--)[a-z][a-z0-9-]{1,22}[a-z0-9]$/i,
    says: "3 to 24 letters, digits and single hyphens, beginning with a letter",
  },
  insights: { pattern: /^[^%&\\?/]{0,259}[^%&\\?/. ]$/, says: "1 to 260 characters without %&\\?/" },
  logAnalytics: { pattern: /^[a-z0-9][a-z0-9-]{2,61}[a-z0-9]$/i, says: "4 to 63 letters, digits and hyphens" },
  registry: { pattern: /^[a-z0-9]{5,50}$/i, says: "5 to 50 letters and digits" },
  userIdentity: { pattern: /^[a-z0-9][\w-]{2,127}$/i, says: "3 to 128 letters, digits, hyphens and underscores" },
  guid: { pattern: guid, says: "a guid" },
} satisfies Record<string, NameRule>;
