import { getOnlineDeployment, getOnlineEndpoint } from "@pulumi/azure-native/machinelearningservices";
import * as pulumi from "@pulumi/pulumi";
import type { Fault } from "../arm/fault";
import { normalizeTraffic } from "../arm/traffic";
import { type Cursor, CURSOR_TAG, parseCursor } from "../rollout/cursor";
import type { Weights } from "../rollout/traffic";
import { check } from "./check";
import { known } from "./late-values";
import { azureNative } from "./once";
import type { RolloutEndpoint } from "./rollout-endpoint";

/** What a rollout's program has to know of the endpoint as it is live. */
export interface LiveRollout {
  /** Weights of the endpoint as it is; undefined where it has none, or is not there. */
  weights?: Weights;
  cursor?: Cursor;
}

/**
 * Reads weights and cursor of the endpoint, by the endpoint's own azure-native provider. An endpoint that is not there, or
 * whose name or provider a preview cannot know, has neither. Rejects where it can't be read, or somebody changed the tag.
 */
export async function readRollout(
  component: pulumi.Resource,
  subject: string,
  endpoint: RolloutEndpoint,
): Promise<LiveRollout> {
  const read = await answered(component, subject, endpoint, async (place, options) => {
    const { properties, tags } = await getOnlineEndpoint(place, options);
    // A provider that is itself not known yet answers a preview with nothing.
    const isThere: boolean = properties !== undefined;
    const live: Partial<typeof properties> = isThere ? properties : {};
    const text = Object.entries(tags ?? {}).find(([name]) => name.toLowerCase() === CURSOR_TAG)?.[1];
    const cursor = text === undefined ? undefined : parseCursor(text);
    if (text !== undefined && !cursor) check(component, subject, [malformed(place.endpointName, text)]);
    const weights = {
      traffic: normalizeTraffic(live.traffic ?? {}),
      mirrorTraffic: normalizeTraffic(live.mirrorTraffic ?? {}),
    };
    return { weights: Object.keys(weights.traffic).length > 0 ? weights : undefined, cursor };
  });
  return read ?? {};
}

/**
 * How many instances a deployment of the endpoint has as it is live; undefined where it is not there, or a preview cannot
 * know its place. Rejects where it can't be read.
 */
export async function readInstances(
  component: pulumi.Resource,
  subject: string,
  endpoint: RolloutEndpoint,
  deploymentName: string,
): Promise<number | undefined> {
  return answered(component, subject, endpoint, async (place, options) => {
    const { sku } = await getOnlineDeployment({ ...place, deploymentName }, options);
    return sku?.capacity;
  });
}

interface Place {
  workspaceName: string;
  resourceGroupName: string;
  endpointName: string;
}

/** What azure-native answers about an endpoint; undefined where that is not there, or a preview cannot know its place. */
async function answered<Answer>(
  component: pulumi.Resource,
  subject: string,
  endpoint: RolloutEndpoint,
  ask: (place: Place, options: pulumi.InvokeOptions) => Promise<Answer>,
): Promise<Answer | undefined> {
  const { workspaceName, resourceGroupName } = endpoint.workspace;
  const { endpointName } = endpoint;
  const place = await known(pulumi.output({ workspaceName, resourceGroupName, endpointName }));
  if (!place) return undefined;
  try {
    return await ask(place, azureNative(endpoint));
  } catch (error) {
    if (pulumi.ResourceError.isInstance(error)) throw error;
    if (isMissing(error)) return undefined;
    check(component, subject, [unreadable(place.endpointName, error)]);
    throw error;
  }
}

/** How azure-native tells of an answer with status 404; the endpoint, its workspace or its group is not there. */
function isMissing(error: unknown): boolean {
  const [, status] = /\bStatus=(\d{3})\b/.exec(String(error)) ?? [];
  return status === "404";
}

function malformed(endpointName: string, value: string): Fault {
  return {
    field: `tag ${CURSOR_TAG} of endpoint ${endpointName}`,
    value,
    rule: "this is not what a rollout writes there",
    fix: "take the tag off the endpoint: weights stay as they are, and `pulumi-azureml rollout` goes on from its journal",
  };
}

function unreadable(endpointName: string, error: unknown): Fault {
  return {
    field: "endpoint",
    value: endpointName,
    rule: `it can't be read, so nobody knows whether a rollout is under way: ${error instanceof Error ? error.message : String(error)}`,
    fix: "run it again once it can",
  };
}
