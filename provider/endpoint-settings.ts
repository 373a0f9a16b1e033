import type { LiveEndpoint } from "../arm/endpoint";
import type { EndpointSettingsInputs, EndpointSettingsOutputs } from "../arm/endpoint-settings";
import { onlineEndpointId } from "../arm/ids";
import { settingsAsLive } from "../arm/managed-settings";
import { applySettings } from "./apply-settings";
import type { CheckedSettings, OpenEndpoints } from "./endpoint-settings-check";
import { systemClock } from "./clock";
import { withoutUnchanged } from "./drift";
import { knownValues } from "./put-members";
import type { CreateResult, ReadResult, UpdateResult } from "./results";
import { renewedSignIn } from "./sign-in";

/** Takes an endpoint over: it is made what is wanted, which is nothing to do where it is so already. */
export async function createSettings(
  inputs: CheckedSettings,
  open: OpenEndpoints,
  clock = systemClock,
): Promise<CreateResult<EndpointSettingsOutputs>> {
  const live = await applySettings(open(inputs), inputs, {}, clock);
  return { id: onlineEndpointId(inputs.workspaceId, inputs.endpointName), outs: outputs(inputs, live) };
}

/**
 * Makes what the program changed of the endpoint what is wanted now. What it did not change stays as it is live, so that
 * a new tag does not take back what somebody did about the weights. Own tags of before that are not wanted any more go.
 */
export async function updateSettings(
  olds: Partial<EndpointSettingsOutputs>,
  news: CheckedSettings,
  open: OpenEndpoints,
  clock = systemClock,
): Promise<UpdateResult<EndpointSettingsOutputs>> {
  const recorded = knownValues(olds, news.takesOver);
  const changed = withoutUnchanged(recorded, news);
  const live = await applySettings(open(news), changed, { ...recorded, tags: olds.tags }, clock);
  return { outs: outputs(news, live) };
}

/** The settings as they are live. Without `id` where the endpoint is gone. */
export async function readSettings(
  id: string,
  recorded: EndpointSettingsOutputs,
  open: OpenEndpoints,
): Promise<ReadResult<EndpointSettingsInputs, EndpointSettingsOutputs>> {
  const { workspaceId, endpointName, connection } = recorded;
  const live = await open({ workspaceId, connection: renewedSignIn(connection) }).get(endpointName);
  if (!live) return {};
  const { scoringUri: _scoring, swaggerUri: _swagger, principalId: _principal, ...inputs } = recorded;
  const now = settingsAsLive(live, inputs);
  return { id, props: outputs(now, live), inputs: now };
}

function outputs(inputs: CheckedSettings, { properties, identity }: LiveEndpoint): EndpointSettingsOutputs {
  const { takesOver: _takesOver, ...settings } = inputs;
  const { scoringUri = "", swaggerUri = "" } = properties;
  return { ...settings, scoringUri, swaggerUri, principalId: identity?.principalId ?? "" };
}
