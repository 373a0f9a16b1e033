import type { InstanceCountInputs, InstanceCountOutputs } from "../arm/instance-count";
import { OnlineEndpoints } from "../azure/online-endpoints";
import { checkCount, createCount, diffCount, readCount, type ReadInstances, recorded } from "./instance-count";
import { whereAzureNativeWorks } from "./own-account";
import { plainly } from "./plain-error";
import type { CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult } from "./results";
import { armFor } from "./session";

const readLive: ReadInstances = async ({ workspaceId, endpointName, deploymentName, connection }) => {
  const endpoints = new OnlineEndpoints(workspaceId, armFor(connection));
  return (await endpoints.getDeployment(endpointName, deploymentName))?.sku?.capacity;
};

/** Finds the number that the deployment is sent with: the recorded one, or the live one where something else changes. */
export function checkInstanceCount(
  olds: Partial<InstanceCountInputs>,
  news: InstanceCountInputs,
): Promise<CheckResult<InstanceCountInputs>> {
  return whereAzureNativeWorks(news, () => checkCount(olds, news, readLive));
}

/** True where the number, or anything else of the deployment, differs. */
export async function diffInstanceCount(
  _id: string,
  olds: Partial<InstanceCountOutputs>,
  news: InstanceCountInputs,
): Promise<DiffResult> {
  return diffCount(olds, news);
}

/** Records the number; nothing is written. */
export async function createInstanceCount(inputs: InstanceCountInputs): Promise<CreateResult<InstanceCountOutputs>> {
  return createCount(inputs);
}

/** The live number. */
export function readInstanceCount(
  id: string,
  props: InstanceCountOutputs,
): Promise<ReadResult<InstanceCountInputs, InstanceCountOutputs>> {
  return plainly(() => readCount(id, props, readLive));
}

/** Records the number; nothing is written. */
export async function updateInstanceCount(
  _id: string,
  _olds: Partial<InstanceCountOutputs>,
  news: InstanceCountInputs,
): Promise<UpdateResult<InstanceCountOutputs>> {
  return { outs: recorded(news) };
}

/** Forgets. */
export async function deleteInstanceCount(_id: string, _props: InstanceCountOutputs): Promise<void> {}
