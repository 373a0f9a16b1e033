import * as pulumi from "@pulumi/pulumi";
import type { ConnectionSettings } from "../arm/connection";
import { sameTraffic, type Traffic } from "../arm/traffic";
import { configuredConnection } from "./connection";
import { engineKnowsHooks, guardHook } from "./hook";
import type { HookedChild } from "./shared-hooks";
import { holdsUnknown, known } from "./late-values";
import type { ChangeWatch } from "./mixed-changes";

/** The endpoint that is guarded. */
export interface GuardedEndpointName {
  workspaceId: pulumi.Input<string>;
  endpointName: string;
  connection?: pulumi.Input<ConnectionSettings>;
}

/**
 * Refuses, in preview and before anything is sent, to make an endpoint that the workspace has already. `onCreate` hears
 * when one is about to be made.
 */
export function endpointGuard(
  child: HookedChild,
  endpoint: GuardedEndpointName,
  onCreate: () => void,
): pulumi.ResourceHookBinding | undefined {
  if (!engineKnowsHooks()) return undefined;
  const beforeCreate = async (): Promise<void> => {
    const where = await known(pulumi.output(endpoint));
    // Unknown in a preview: the workspace is made in this run, and the endpoint with it.
    if (where) {
      const { endpointExists } = await import("../azure/live-deployment.js");
      const { workspaceId, endpointName, connection = configuredConnection() } = where;
      if (await endpointExists({ workspaceId, endpointName }, connection)) throw taken(workspaceId, endpointName);
    }
    onCreate();
  };
  return {
    beforeCreate: [guardHook("creation of an endpoint", child, beforeCreate)],
  };
}

function taken(workspaceId: string, endpointName: string): Error {
  return new Error(
    `endpoint ${endpointName}: the workspace has it already, and the state of this stack does not know it, or means to ` +
      `replace it: take it over with \`import: "${workspaceId}/onlineEndpoints/${endpointName}"\`, use it from here with an EndpointRef, let ` +
      "`pulumi-azureml recover` import what a killed update left, give it `aliases` where it only moved in the program, or " +
      "choose another endpointName",
  );
}

/** Tells the watch when an update of an endpoint's settings moves traffic. */
export function trafficWatch(child: HookedChild, watch: ChangeWatch): pulumi.ResourceHookBinding | undefined {
  if (watch.policy === "allow" || !engineKnowsHooks()) return undefined;
  const beforeUpdate = async ({ oldInputs, newInputs }: pulumi.ResourceHookArgs): Promise<void> => {
    const moved = await Promise.all(
      ["traffic", "mirrorTraffic"].map(async (member) => {
        const [before, after] = await Promise.all([weightsIn(oldInputs?.[member]), weightsIn(newInputs?.[member])]);
        return after !== undefined && !sameTraffic(before, after);
      }),
    );
    if (moved.includes(true)) watch.note("weights", ["traffic"]);
  };
  return { beforeUpdate: [guardHook("traffic of an endpoint", child, beforeUpdate)] };
}

async function weightsIn(value: unknown): Promise<Traffic | undefined> {
  if (value === undefined || holdsUnknown(value)) return undefined;
  const plain: unknown = await known(pulumi.output(value));
  if (typeof plain !== "object" || plain === null) return undefined;
  return Object.fromEntries(Object.entries(plain).map(([name, weight]) => [name, Number(weight)]));
}
