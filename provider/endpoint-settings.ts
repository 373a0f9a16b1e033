import type { LiveEndpoint } from "../arm/endpoint";
import type { EndpointSettingsInputs, EndpointSettingsOutputs } from "../arm/endpoint-settings";
import { onlineEndpointId } from "../arm/ids";
import { settingsAsLive } from "../arm/managed-settings";
import { applySettings, Unsettled } from "./apply-settings";
import { adoptable, type CheckedSettings, type OpenEndpoints } from "./endpoint-settings-check";
import { systemClock } from "./clock";
import { sameIdentity } from "./endpoint-settings-diff";
import { withoutUnchanged } from "./drift";
import { knownValues, type PutValues } from "./put-members";
import { type CreateResult, PartialFailure, type ReadResult, type UpdateResult } from "./results";
import { renewedSignIn } from "./sign-in";

/** Recorded as the value of a tag whose write failed half-way; whatever the program says is a change of it. */
const UNSETTLED = "(not settled)";

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
  const changed = changedSettings(olds, news, recorded);
  try {
    const live = await applySettings(open(news), changed, { ...recorded, tags: formerTags(olds, news) }, clock);
    return { outs: outputs(news, live) };
  } catch (error) {
    throw error instanceof Unsettled ? new PartialFailure(error.message, unsettled(olds, changed)) : error;
  }
}

/** What an update has to write: members and tags that it does not mean to change stay as they are live, drifted or not. */
function changedSettings(olds: Partial<CheckedSettings>, news: CheckedSettings, recorded: PutValues): CheckedSettings {
  const changed = withoutUnchanged(recorded, news);
  if (olds.identity && news.identity && !news.takesOver?.includes("identity")) {
    if (sameIdentity(olds.identity, news.identity)) delete changed.identity;
  }
  const tags = Object.entries(news.tags ?? {}).filter(([name, value]) => olds.tags?.[name] !== value);
  return { ...changed, ...(news.tags && { tags: Object.fromEntries(tags) }) };
}

/** Own tags that the program gave up. */
function formerTags({ tags: before = {} }: Partial<CheckedSettings>, { tags: now = {} }: CheckedSettings) {
  return Object.fromEntries(Object.entries(before).filter(([name]) => !(name in now)));
}

/**
 * What the state may still say after an update that failed with a write on its way: nothing of what was to change. Going
 * back to what was before would else be no change, and leave the endpoint wherever that write takes it.
 */
function unsettled(olds: Partial<EndpointSettingsOutputs>, changed: CheckedSettings): Partial<EndpointSettingsOutputs> {
  const tags = Object.keys(changed.tags ?? {}).map((name): [string, string] => [name, UNSETTLED]);
  const left = { ...olds, tags: { ...olds.tags, ...Object.fromEntries(tags) } };
  for (const name of adoptable) if (changed[name] !== undefined) delete left[name];
  return left;
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
