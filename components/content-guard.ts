import * as pulumi from "@pulumi/pulumi";
import type { ConnectionSettings } from "../arm/connection";
import { contentMembers, sameContent } from "../arm/deployment-content";
import { now } from "./check";
import { configuredConnection } from "./connection";

/** Where the deployment that is guarded lives; known whenever its hook runs. */
export interface GuardedDeployment {
  workspaceId: pulumi.Input<string>;
  endpointName: pulumi.Input<string>;
  deploymentName: string;
  connection?: pulumi.Input<ConnectionSettings>;
}

/**
 * Refuses, in preview and before anything is sent, to change what runs in a deployment that answers requests: its content
 * changes only while it has neither weight nor mirror. Its number of instances and its tags may change at any time.
 */
export function contentGuard(name: string, deployment: GuardedDeployment): pulumi.ResourceHookBinding | undefined {
  if (!engineKnowsHooks()) return undefined;
  const configured = configuredConnection();
  // Hooks have one namespace in the program; an endpoint's own name is unique wherever the component stands.
  const endpoint = now(deployment.endpointName);
  const guard = new pulumi.ResourceHook(
    `content of ${endpoint === undefined ? name : `${endpoint}/${deployment.deploymentName}`}`,
    async ({ oldInputs, newInputs }) => {
      const changes = await changedMembers(contentMembers(oldInputs), contentMembers(newInputs));
      if (changes.length === 0) return;
      refuseFixed(deployment.deploymentName, changes);
      const { liveShare } = await import("../azure/live-share.js");
      const where = await known(pulumi.output(deployment));
      if (!where) return;
      const { workspaceId, endpointName, deploymentName, connection } = where;
      const share = await liveShare({ workspaceId, endpointName, deploymentName }, connection ?? configured);
      if (share === undefined) return;
      throw new Error(
        `deployment ${deploymentName}: ${changes.join(", ")} would change while it has ${share}; what runs does not ` +
          "change under traffic: declare a new deployment beside it and move the weight",
      );
    },
    { onDryRun: true },
  );
  return { beforeUpdate: [guard] };
}

/** The SDK's mocks know no hooks: registering one would hang a user's unit tests for ever. */
export function engineKnowsHooks(): boolean {
  const monitor = pulumi.runtime.getMonitor();
  return monitor !== undefined && "registerResourceHook" in monitor;
}

/** Members that the service takes only when a deployment is made. Source: REST specification, `x-ms-mutability`. */
const fixed = ["instanceType", "egressPublicNetworkAccess"];

function refuseFixed(deploymentName: string, changes: readonly string[]): void {
  const refused = changes.filter((name) => fixed.includes(name));
  if (refused.length === 0) return;
  throw new Error(
    `deployment ${deploymentName}: ${refused.join(", ")} cannot change on an existing deployment; ` +
      "declare a new deployment beside it and move the weight",
  );
}

/** Names of members that differ. A member that is not known yet is left for the update itself, which knows it. */
async function changedMembers(before: Record<string, unknown>, after: Record<string, unknown>): Promise<string[]> {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changed = names.map(async (name) => {
    if (holdsUnknown(before[name]) || holdsUnknown(after[name])) return [];
    const values = await known(pulumi.all([before[name], after[name]]));
    return values && !sameContent(...values) ? [name] : [];
  });
  return (await Promise.all(changed)).flat();
}

function holdsUnknown(value: unknown): boolean {
  return (
    pulumi.containsUnknowns(value) ||
    (typeof value === "object" &&
      value !== null &&
      !pulumi.Output.isInstance(value) &&
      Object.values(value).some(holdsUnknown))
  );
}

/** The value of an output; undefined where a preview cannot know it, for then `apply` would never be called. */
async function known<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  const isKnown = await Promise.resolve<unknown>(Reflect.get(output, "isKnown"));
  if (isKnown === false) return undefined;
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}
