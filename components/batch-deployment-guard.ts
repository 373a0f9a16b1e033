import * as pulumi from "@pulumi/pulumi";
import { batchChangeFaults, type BatchDeploymentKind } from "../arm/batch-change";
import type { ConnectionSettings } from "../arm/connection";
import { configuredConnection } from "./connection";
import { engineKnowsHooks, guardHook } from "./hook";
import { holdsUnknown, known } from "./late-values";
import type { HookedChild } from "./shared-hooks";

/** The deployment that is guarded. */
export interface GuardedBatchDeployment {
  workspaceId: pulumi.Input<string>;
  endpointName: pulumi.Input<string>;
  deploymentName: string;
  connection?: pulumi.Input<ConnectionSettings>;
}

/**
 * Refuses, in preview and before anything is sent, to make a deployment that the endpoint has already: one that the state
 * does not know, or means to replace, which would take the default's jobs with it; and to make another kind of one that
 * exists. `isNewEndpoint`: it has none then.
 */
export function batchDeploymentGuard(
  child: HookedChild,
  deployment: GuardedBatchDeployment,
  isNewEndpoint: () => boolean,
): pulumi.ResourceHookBinding | undefined {
  if (!engineKnowsHooks()) return undefined;
  const { deploymentName } = deployment;
  const beforeCreate = async (): Promise<void> => {
    if (isNewEndpoint()) return;
    const where = await known(pulumi.output(deployment));
    if (!where) return;
    const { liveBatchDeployment } = await import("../azure/live-batch.js");
    const { workspaceId, endpointName, connection = configuredConnection() } = where;
    const standing = await liveBatchDeployment({ workspaceId, endpointName, deploymentName }, connection);
    if (standing) throw existing(deploymentName, endpointName, standing);
  };
  const beforeUpdate = async ({ oldInputs, newInputs }: pulumi.ResourceHookArgs): Promise<void> => {
    const [before, after] = await Promise.all([kindOf(oldInputs), kindOf(newInputs)]);
    const faults = before && after ? batchChangeFaults(deploymentName, before, after) : [];
    if (faults.length > 0) throw new Error(faults.join("\n"));
  };
  return {
    beforeCreate: [guardHook("creation of a batch deployment", child, beforeCreate)],
    beforeUpdate: [guardHook("change of a batch deployment", child, beforeUpdate)],
  };
}

/**
 * Only a pipeline's properties have a configuration of the deployment. Undefined in a preview that does not know some member
 * of them: azure-native fills in defaults once it knows all, and has none of them before.
 */
async function kindOf(inputs: pulumi.ResourceHookArgs["oldInputs"]): Promise<BatchDeploymentKind | undefined> {
  const given: unknown = inputs?.["properties"];
  const properties: unknown = holdsUnknown(given) ? undefined : await known(pulumi.output(given));
  if (typeof properties !== "object" || properties === null) return undefined;
  return "deploymentConfiguration" in properties ? "pipeline" : "model";
}

function existing(name: string, endpoint: string, { isDefault }: { isDefault: boolean }): Error {
  return new Error(
    `deployment ${name}: endpoint ${endpoint} has it already${isDefault ? ", as its default," : ""} and the state of this ` +
      "stack does not know it, or means to replace it: take it over with `import: <its ARM id>`, let " +
      "`pulumi-azureml recover` import what a killed update left, give it `aliases` where it only moved in the program, or " +
      `declare a new deployment of another name beside it${isDefault ? ", and name that as `defaultDeployment`" : ""}`,
  );
}
