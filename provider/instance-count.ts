import type { ConnectionSettings } from "../arm/connection";
import { onlineDeploymentId } from "../arm/ids";
import type { InstanceCountInputs, InstanceCountOutputs } from "../arm/instance-count";
import { messageOf } from "../azure/error-message";
import { type CheckResult, type CreateResult, type DiffResult, failures, type ReadResult } from "./results";
import { renewedSignIn, sameSignIn, usableSignIn } from "./sign-in";
import { knownMembers } from "./unknown";

/** Reads how many instances a deployment has; undefined where there is none. */
export type ReadInstances = (place: Place) => Promise<number | undefined>;

/** Where a deployment is, and how to sign in there. */
export interface Place {
  workspaceId: string;
  endpointName: string;
  deploymentName: string;
  connection?: ConnectionSettings;
}

/**
 * The number that a deployment is sent with. As long as nothing else changes it is the recorded one, whatever the live one
 * is by now, so that there is nothing to send; with any change it is the live one, so that the change sets nothing back.
 */
export async function checkCount(
  olds: Partial<InstanceCountInputs>,
  news: InstanceCountInputs,
  read: ReadInstances,
): Promise<CheckResult<InstanceCountInputs>> {
  const known = knownMembers(news);
  const { workspaceId, endpointName, deploymentName, initial } = known;
  if (olds.instances !== undefined && known.declared === olds.declared && samePlace(olds, known)) {
    return { inputs: { ...news, instances: olds.instances }, failures: [] };
  }
  const signIn = usableSignIn(olds.connection, news.connection);
  const start: InstanceCountInputs = { ...news, instances: initial };
  if (!workspaceId || !endpointName || !deploymentName || !signIn) return { inputs: start, failures: [] };
  try {
    const live = await read({ workspaceId, endpointName, deploymentName, ...signIn });
    return { inputs: live === undefined ? start : { ...news, instances: live }, failures: [] };
  } catch (error) {
    const rule = `its live number of instances can't be read: ${messageOf(error)}`;
    return { inputs: start, failures: failures([{ field: "deploymentName", value: deploymentName, rule }]) };
  }
}

/** Another deployment needs a new resource. */
export function diffCount(olds: Partial<InstanceCountOutputs>, news: InstanceCountInputs): DiffResult {
  const replaces = places.filter((name) => olds[name]?.toLowerCase() !== news[name].toLowerCase());
  const changed = olds.declared !== news.declared || olds.instances !== news.instances;
  return { changes: changed || replaces.length > 0 || !sameSignIn(olds.connection, news.connection), replaces };
}

/** Records the number; nothing is written. */
export function createCount(inputs: InstanceCountInputs): CreateResult<InstanceCountOutputs> {
  const { workspaceId, endpointName, deploymentName } = inputs;
  return { id: onlineDeploymentId(workspaceId, endpointName, deploymentName), outs: recorded(inputs) };
}

/** The same, with the number. */
export function recorded(inputs: InstanceCountInputs): InstanceCountOutputs {
  return { ...inputs, instances: inputs.instances ?? inputs.initial };
}

/** The live number. Without `id` where the deployment is gone. */
export async function readCount(
  id: string,
  props: InstanceCountOutputs,
  read: ReadInstances,
): Promise<ReadResult<InstanceCountInputs, InstanceCountOutputs>> {
  const { workspaceId, endpointName, deploymentName, connection } = props;
  const instances = await read({ workspaceId, endpointName, deploymentName, connection: renewedSignIn(connection) });
  if (instances === undefined) return {};
  const live = { ...props, instances };
  return { id, props: live, inputs: live };
}

const places = ["workspaceId", "endpointName", "deploymentName"] as const;

function samePlace(olds: Partial<InstanceCountInputs>, news: Partial<InstanceCountInputs>): boolean {
  return places.every((name) => olds[name]?.toLowerCase() === news[name]?.toLowerCase());
}
