import {
  type BatchDefaultInputs,
  type BatchDefaultOutputs,
  defaultAsSettings,
  settingsAsDefault,
} from "../arm/batch-default";
import { batchEndpointId } from "../arm/batch-ids";
import type { EndpointSettingsOutputs } from "../arm/endpoint-settings";
import type { CheckedDefault } from "./batch-default-check";
import { systemClock } from "./clock";
import { createSettings, readSettings, updateSettings } from "./endpoint-settings";
import type { CheckedSettings, OpenEndpoints } from "./endpoint-settings-check";
import { diffSettings } from "./endpoint-settings-diff";
import { type CreateResult, type DiffResult, PartialFailure, type ReadResult, type UpdateResult } from "./results";

/*
 * The default and tags of a batch endpoint are written as weights and tags of an online endpoint are; `open` gives the
 * endpoint as one with weights (see batch-weights.ts).
 */

/** What an update would do: only another default or other tags count. */
export function diffDefault(olds: Partial<BatchDefaultOutputs>, news: CheckedDefault): DiffResult {
  return diffSettings(defaultAsSettings(olds), checkedSettings(news));
}

/** Takes an endpoint over: its default is made what is wanted, which is nothing to do where it is so already. */
export async function createDefault(
  inputs: CheckedDefault,
  open: OpenEndpoints,
  clock = systemClock,
): Promise<CreateResult<BatchDefaultOutputs>> {
  const { outs } = await createSettings(checkedSettings(inputs), open, clock);
  return { id: batchEndpointId(inputs.workspaceId, inputs.endpointName), outs: outputs(outs) };
}

/** Writes what the program changed. What it did not change stays as it is live. */
export async function updateDefault(
  olds: Partial<BatchDefaultOutputs>,
  news: CheckedDefault,
  open: OpenEndpoints,
  clock = systemClock,
): Promise<UpdateResult<BatchDefaultOutputs>> {
  try {
    const { outs } = await updateSettings(defaultAsSettings(olds), checkedSettings(news), open, clock);
    return { outs: outputs(outs) };
  } catch (error) {
    if (!(error instanceof PartialFailure)) throw error;
    throw new PartialFailure(error.message, settingsAsDefault({ ...error.properties }));
  }
}

/** The default and tags as they are live. Without `id` where the endpoint is gone. */
export async function readDefault(
  id: string,
  recorded: BatchDefaultOutputs,
  open: OpenEndpoints,
): Promise<ReadResult<BatchDefaultInputs, BatchDefaultOutputs>> {
  const settings = { ...defaultAsSettings(recorded), swaggerUri: "", principalId: "" };
  const found = await readSettings(id, settings, open);
  if (!found.props) return {};
  const props = outputs(found.props);
  const { scoringUri: _scoring, ...inputs } = props;
  return { id, props, inputs };
}

/** The only member that can be taken over is the default. */
function checkedSettings(inputs: CheckedDefault): CheckedSettings {
  const { takesOver, ...settings } = defaultAsSettings(inputs);
  return takesOver ? { ...settings, takesOver: ["traffic"] } : settings;
}

function outputs(settings: EndpointSettingsOutputs): BatchDefaultOutputs {
  const { swaggerUri: _swagger, principalId: _principal, ...others } = settings;
  return settingsAsDefault(others);
}
