import * as pulumi from "@pulumi/pulumi";
import type { ConnectionSettings } from "../arm/connection";
import { sameTraffic, type Traffic } from "../arm/traffic";
import { configuredConnection } from "./connection";
import { engineKnowsHooks, guardHook } from "./hook";
import type { HookedChild } from "./shared-hooks";
import { holdsUnknown, known } from "./late-values";
import type { ChangeWatch } from "./mixed-changes";

/**
 * What the resource that creates and deletes an endpoint leaves to the one that changes it (`EndpointSettings`,
 * `BatchDefault`). Listed, since `*` would swallow a rename.
 */
export const changedElsewhere = ["properties", "tags", "identity", "kind", "sku"];

/** The endpoint that is guarded. */
export interface GuardedEndpointName {
  workspaceId: pulumi.Input<string>;
  endpointName: string;
  connection?: pulumi.Input<ConnectionSettings>;
}

/** The kinds of endpoint: how one is looked for, its place in a workspace, and how else to use one that exists. */
const kinds = {
  online: {
    exists: async (...where: Parameters<typeof import("../azure/live-deployment.js").endpointExists>) =>
      (await import("../azure/live-deployment.js")).endpointExists(...where),
    folder: "onlineEndpoints",
    otherwise: "use it from here with an EndpointRef, ",
  },
  batch: {
    exists: async (...where: Parameters<typeof import("../azure/live-batch.js").batchEndpointExists>) =>
      (await import("../azure/live-batch.js")).batchEndpointExists(...where),
    folder: "batchEndpoints",
    otherwise: "",
  },
} as const;

/**
 * Refuses, in preview and before anything is sent, to make an endpoint that the workspace has already. `onCreate` hears
 * when one is about to be made.
 */
export function endpointGuard(
  child: HookedChild,
  endpoint: GuardedEndpointName,
  onCreate: () => void,
  kind: keyof typeof kinds = "online",
): pulumi.ResourceHookBinding | undefined {
  if (!engineKnowsHooks()) return undefined;
  const beforeCreate = async (): Promise<void> => {
    const where = await known(pulumi.output(endpoint));
    // Unknown in a preview: the workspace is made in this run, and the endpoint with it.
    if (where) {
      const { workspaceId, endpointName, connection = configuredConnection() } = where;
      const { exists, folder, otherwise } = kinds[kind];
      const id = `${workspaceId}/${folder}/${endpointName}`;
      if (await exists({ workspaceId, endpointName }, connection)) throw taken(endpointName, id, otherwise);
    }
    onCreate();
  };
  return {
    beforeCreate: [guardHook("creation of an endpoint", child, beforeCreate)],
  };
}

function taken(endpointName: string, id: string, otherwise: string): Error {
  return new Error(
    `endpoint ${endpointName}: the workspace has it already, and the state of this stack does not know it, or means to ` +
      `replace it: take it over with \`import: "${id}"\`, ${otherwise}let ` +
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
