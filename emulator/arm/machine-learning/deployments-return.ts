import { availableParallelism } from "node:os";
import { messageOf } from "../../error-message";
import type { ArmContext } from "../context";
import type { DeploymentRecord } from "./deployment-record";
import { returnDeployment } from "./deployment-run";
import { weightOf } from "./traffic-rules";

/** How many deployments come back at a time: each start of a server keeps a processor busy. */
export const returningAtOnce = Math.max(2, availableParallelism());

/**
 * Runs again what ran when the emulator ended, without waiting for it: those with live traffic first, then the oldest
 * first, {@link returningAtOnce} at a time. Until a deployment is up its scoring is answered 424, and changes of it wait
 * for their turn.
 */
export function bringBackDeployments(context: ArmContext, log: (line: string) => void): void {
  const deployments = context.records.deployments.all();
  for (const record of deployments.toSorted((a, b) => Number(isLive(context, b)) - Number(isLive(context, a)))) {
    const { assets, endpoint, name, properties } = record;
    if (assets === undefined || properties.provisioningState === "Deleting") continue;
    returnDeployment(context, record, assets).catch((error: unknown) => {
      if (context.turns.isClosed) return;
      log(`deployment ${endpoint}/${name} did not come up again: ${messageOf(error)}`);
    });
  }
}

function isLive({ records }: ArmContext, { id, name }: DeploymentRecord): boolean {
  const endpoint = records.endpoints.get(id.slice(0, id.toLowerCase().lastIndexOf("/deployments/")));
  return endpoint !== undefined && weightOf(endpoint.properties.traffic, name) > 0;
}
