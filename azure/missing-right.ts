import { ArmError } from "./arm-error";
import { BlobRefusal } from "./blob-refusal";

/** A right that a sign-in lacks, or does not have yet: a role that was just given takes minutes until it counts. */
export interface MissingRight {
  /** Built-in role that has the right. */
  role: string;
  /** Where the role is missing: an ARM id, or a storage account in words. */
  scope: string;
  /** For example `Microsoft.MachineLearningServices/workspaces/onlineEndpoints/write`. */
  action: string;
  /** Object id of who lacks it; empty where the service does not say. */
  principal: string;
}

/**
 * The right that a refusal is about; undefined for every other failure. Only these codes speak of roles: a 403 of a policy
 * or of a firewall does not pass by itself. Sources: "Troubleshoot Azure RBAC"; "Troubleshoot client application errors in
 * Azure Storage".
 */
export function missingRight(error: unknown): MissingRight | undefined {
  if (error instanceof BlobRefusal) {
    if (error.status !== 403 || error.code !== "AuthorizationPermissionMismatch") return undefined;
    const scope = `storage account ${error.account}`;
    return { role: "Storage Blob Data Contributor", scope, action: "blobs/write", principal: "" };
  }
  if (!(error instanceof ArmError) || error.status !== 403) return undefined;
  return /^(Linked)?AuthorizationFailed$/i.test(error.code) ? rightIn(error.message) : undefined;
}

/** The right that a text of ARM's tells about, whoever passes it on. */
export function rightIn(message: string): MissingRight {
  const action = last(message, /perform actions?(?:\(s\))? '([^']+)'/gi) || "this";
  const scope = last(message, /scopes?(?:\(s\))? '([^']+)'/gi);
  const [workspace = scope] = /^.*\/workspaces\/[^/]+/i.exec(scope) ?? [];
  const principal = last(message, /object id '([^']+)'/gi);
  return { role: roleFor(action), scope: workspace || "the scope that it names", action, principal };
}

/** `role "AzureML Data Scientist" is missing on …`, with the command that gives it. */
export function describeMissingRight({ role, scope, action, principal }: MissingRight): string {
  const who = principal || "<object id of the sign-in>";
  const where = scope.startsWith("/") ? scope : "<its ARM id>";
  return (
    `role "${role}" (or another one with ${action}) is missing on ${scope}; ` +
    `give it: az role assignment create --assignee ${who} --role "${role}" --scope ${where}`
  );
}

/** The least built-in role that has an action. */
function roleFor(action: string): string {
  if (/^Microsoft\.MachineLearningServices\/workspaces\/[^/]+\/./i.test(action)) return "AzureML Data Scientist";
  return /\/read$/i.test(action) ? "Reader" : "Contributor";
}

function last(text: string, pattern: RegExp): string {
  return [...text.matchAll(pattern)].at(-1)?.[1] ?? "";
}
