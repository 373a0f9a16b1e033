import * as pulumi from "@pulumi/pulumi";
import { deploymentAspects } from "../arm/change-aspects";
import type { ConnectionSettings } from "../arm/connection";
import { changeFaults, type DeploymentChange, isRemade } from "../arm/deployment-change";
import { contentMembers, sameContent } from "../arm/deployment-content";
import { configuredConnection } from "./connection";
import { engineKnowsHooks, guardHook } from "./hook";
import type { HookedChild } from "./shared-hooks";
import { holdsUnknown, known } from "./late-values";
import type { ChangeWatch } from "./mixed-changes";
import type { Scaling } from "./scaling";

/** The deployment that is guarded. Where it lives is known whenever its hooks run. */
export interface GuardedDeployment {
  workspaceId: pulumi.Input<string>;
  endpointName: pulumi.Input<string>;
  deploymentName: string;
  connection?: pulumi.Input<ConnectionSettings>;
  /** Who moves its number of instances. */
  scaling: Scaling;
}

/** What the guards of an endpoint and of its deployments share in one run of the program. */
export interface EndpointGuards {
  /** True once this run is about to make the endpoint, which has no deployments then. */
  isNew: () => boolean;
  watch: ChangeWatch;
}

/**
 * Judges each change of a deployment by how it stands in the service, in preview and before anything is sent: see
 * `changeFaults` for what is refused. One that failed and gets no requests is deleted first, so that the update makes it
 * again; and one that exists is not made over what the state does not know.
 */
export function deploymentGuard(
  child: HookedChild,
  deployment: GuardedDeployment,
  guards: EndpointGuards | undefined,
): pulumi.ResourceHookBinding | undefined {
  if (!engineKnowsHooks()) return undefined;
  const preview = pulumi.runtime.isDryRun();
  const { scaling, ...guarded } = deployment;
  const { deploymentName } = guarded;
  const stands = async () => {
    const where = await known(pulumi.output(guarded));
    if (!where) return undefined;
    const { liveDeployment } = await import("../azure/live-deployment.js");
    const { workspaceId, endpointName, connection = configuredConnection() } = where;
    const place = { workspaceId, endpointName, deploymentName };
    return { place, connection, standing: await liveDeployment(place, connection) };
  };

  const beforeUpdate = async ({ oldInputs, newInputs, oldOutputs }: pulumi.ResourceHookArgs): Promise<void> => {
    const change = await changeBetween(oldInputs, newInputs);
    const found = await stands();
    const recordedContent = await contentIn(oldOutputs);
    const autoscaled = scaling !== "declared";
    const faults = changeFaults(deploymentName, { ...change, recordedContent, autoscaled }, found?.standing);
    if (faults.length > 0) throw new Error(faults.join("\n"));
    const { content, capacity } = change;
    guards?.watch.note(deploymentName, deploymentAspects(content, capacity.recorded !== capacity.wanted));
    if (!found || !isRemade(found.standing)) return;
    const what = `deployment ${deploymentName} failed and has no traffic`;
    if (preview) return void pulumi.log.info(`${what}: the update deletes it and makes it again`, child.parent);
    void pulumi.log.info(`${what}: deleting it, to make it again`, child.parent);
    await remove(found);
  };
  const beforeCreate = async (): Promise<void> => {
    if (guards?.isNew() === true) return;
    const found = await stands();
    if (!found?.standing) return;
    throw new Error(
      `deployment ${deploymentName}: endpoint ${found.place.endpointName} has it already, and the state of this stack ` +
        "does not know it, or means to replace it: take it over with `import: <its ARM id>`, let `pulumi-azureml recover` " +
        "import what a killed update left, give it `aliases` where it only moved in the program, or declare a new " +
        "deployment of another name beside it",
    );
  };
  return {
    beforeUpdate: [guardHook("change of a deployment", child, beforeUpdate)],
    beforeCreate: [guardHook("creation of a deployment", child, beforeCreate)],
  };
}

interface Found {
  place: { workspaceId: string; endpointName: string; deploymentName: string };
  connection?: ConnectionSettings;
}

/** The update that follows is a `PUT`, which makes the deployment where there is none. */
async function remove({ place, connection }: Found): Promise<void> {
  const { removeDeployment } = await import("../azure/live-deployment.js");
  await removeDeployment(place, connection);
}

type Inputs = pulumi.ResourceHookArgs["oldInputs"];

async function changeBetween(before: Inputs, after: Inputs): Promise<Omit<DeploymentChange, "autoscaled">> {
  const [recorded, wanted] = await Promise.all([capacityOf(before), capacityOf(after)]);
  const content = await changedMembers(contentMembers(before), contentMembers(after));
  return { content, capacity: { recorded, wanted } };
}

/** What ran in the deployment, in the service's own words. */
async function contentIn(outputs: pulumi.ResourceHookArgs["oldOutputs"]): Promise<Record<string, unknown> | undefined> {
  const properties: unknown = outputs?.["properties"];
  return typeof properties === "object" && properties !== null
    ? await known(pulumi.output({ ...properties }))
    : undefined;
}

async function capacityOf(inputs: Inputs): Promise<number | undefined> {
  const sku: unknown = inputs?.["sku"];
  const capacity: unknown = typeof sku === "object" && sku !== null ? Reflect.get(sku, "capacity") : undefined;
  if (capacity === undefined || holdsUnknown(capacity)) return undefined;
  const plain: unknown = await known(pulumi.output(capacity));
  return typeof plain === "number" ? plain : undefined;
}

/** Names of members that differ. A member that is not known yet is left for the update itself, which knows it. */
export async function changedMembers(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Promise<string[]> {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changed = names.map(async (name) => {
    if (holdsUnknown(before[name]) || holdsUnknown(after[name])) return [];
    const values = await known(pulumi.all([before[name], after[name]]));
    return values && !sameContent(...values) ? [name] : [];
  });
  return (await Promise.all(changed)).flat();
}
