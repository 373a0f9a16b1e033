import type { EmulatorStatus } from "../status";

/** Path of the dashboard. */
export const dashboardPath = "/_local/dashboard";

/** Address of the dashboard of a running local Azure ML. */
export function dashboardUrl({ armUrl }: Pick<EmulatorStatus, "armUrl">): string {
  return `${armUrl}${dashboardPath}`;
}
