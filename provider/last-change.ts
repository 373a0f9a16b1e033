import type { LiveEndpoint } from "../arm/endpoint";

/** ` by ada@contoso.com at 2026-01-02T03:04:05Z`, as far as the service tells. */
export function changeOf({ systemData }: Pick<LiveEndpoint, "systemData">): string {
  const { lastModifiedBy, lastModifiedAt } = systemData ?? {};
  return (lastModifiedBy ? ` by ${lastModifiedBy}` : "") + (lastModifiedAt ? ` at ${lastModifiedAt}` : "");
}

/** Says who changed the endpoint, of one or more changes, oldest first. */
export function lastChange(...changes: readonly string[]): string {
  const told = changes.filter((change) => change !== "");
  return told.length > 0
    ? `the endpoint was last changed${told.join(", then")}`
    : "the service does not tell who changed it";
}
