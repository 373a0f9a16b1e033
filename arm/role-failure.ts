/*
 * How a deployment says that a role is missing. Sources: "Troubleshoot online endpoints" (authorization error), "Troubleshoot
 * Azure RBAC", and messages as users quote them.
 */
const codes = /\b(Linked)?AuthorizationFailed\b|\bAuthorizationPermissionMismatch\b/;
const words = /does not have (\w+ )?permissions?\b|due to authorization error|incorrect role assignments/i;

/** True where a failure may pass once a role counts. */
export function lacksRole(failure: string): boolean {
  return codes.test(failure) || words.test(failure);
}

/** True where the request was refused, so that nothing was made. */
export function refusedAtOnce(failure: string): boolean {
  return codes.test(failure);
}

/** Which roles a deployment that failed so lacks, and where. */
export function missingRoles(failure: string): string {
  const [, action] = /perform action '([^']+)'/i.exec(failure) ?? [];
  const [, scope] = /over scope '([^']+)'/i.exec(failure) ?? [];
  if (action && scope) return `after 5 minutes there is still no role with ${action} on ${scope}; assign one`;
  return (
    "after 5 minutes the endpoint's identity still lacks a role. A system-assigned identity gets its roles from the service, " +
    "but only on the workspace's own registry and storage account; for all else assign AcrPull on the registry of the image " +
    "and Storage Blob Data Reader on the storage account of model and code"
  );
}
