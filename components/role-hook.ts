import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { lacksRole, missingRoles, refusedAtOnce } from "../arm/role-failure";
import { configuredConnection, explicitConnection } from "./connection";
import { onError } from "./hook";
import type { HookedChild } from "./shared-hooks";
import type { EndpointParts } from "./online-deployment";

/** Milliseconds that roles may take from their assignment until they count, and between attempts, doubled each time. */
const BOUND = 300_000;
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30_000;

/**
 * Makes a deployment again that failed since a role does not count yet, for at most five minutes from the first failure:
 * its endpoint's identity, and the roles of that, may be as old as this update. The service keeps a failed deployment, so
 * it is deleted first; one that is not failed is left alone, and with it the retry.
 */
export function untilRolesCount(
  component: pulumi.ComponentResource,
  child: HookedChild,
  { endpoint: { workspace, endpointName }, deploymentName }: { endpoint: EndpointParts; deploymentName: string },
): pulumi.ResourceHookBinding | undefined {
  let since: number | undefined;
  return onError("roles that do not count yet", child, async ({ failedOperation, errors }) => {
    const [latest = ""] = errors;
    if (pulumi.runtime.isDryRun() || failedOperation !== "create" || !lacksRole(latest)) return false;
    since ??= Date.now();
    const remaining = since + BOUND - Date.now();
    if (remaining <= 0) {
      await pulumi.log.error(`deployment ${deploymentName}: ${missingRoles(latest)}`, component);
      return false;
    }
    const deployment = pulumi.output({ workspaceId: workspace.id, endpointName, deploymentName });
    const signIn = explicitConnection(component) ?? configuredConnection();
    const { deleteFailed } = await import("../azure/failed-deployment.js");
    const left = await deleteFailed(...(await known(pulumi.all([deployment, signIn]))));
    // What could not be seen was not made either, if the request itself was refused.
    if (left === "there" || (left === "unseen" && !refusedAtOnce(latest))) return false;
    await sleep(Math.min(remaining, FIRST_WAIT * 2 ** (errors.length - 1), LONGEST_WAIT));
    return true;
  });
}

/** The value of an output; all of them are known once a deployment has been sent. */
function known<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}
