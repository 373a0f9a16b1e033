import type { BatchDefaultInputs, BatchDefaultOutputs } from "../arm/batch-default";
import { createDefault, diffDefault, readDefault, updateDefault } from "./batch-default";
import { type CheckedDefault, checkDefault } from "./batch-default-check";
import { openBatch, openNewBatch } from "./open-endpoints";
import { whereAzureNativeWorks } from "./own-account";
import { plainly } from "./plain-error";
import type { CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult } from "./results";

export type { CheckedDefault };

/** Refuses a default that the service would refuse, or that would leave jobs on a deployment that goes; all faults at once. */
export function checkBatchDefault(
  olds: Partial<CheckedDefault>,
  news: CheckedDefault,
): Promise<CheckResult<CheckedDefault>> {
  return whereAzureNativeWorks(news, () => checkDefault(olds, news, openBatch));
}

/** True where the default, or tags that the program manages, differ. Another workspace or endpoint needs a new resource. */
export async function diffBatchDefault(
  _id: string,
  olds: Partial<BatchDefaultOutputs>,
  news: CheckedDefault,
): Promise<DiffResult> {
  return diffDefault(olds, news);
}

/** Takes over an endpoint that exists and writes its default; nothing is written where it is so already. */
export function createBatchDefault(inputs: CheckedDefault): Promise<CreateResult<BatchDefaultOutputs>> {
  return plainly(() => createDefault(inputs, openNewBatch));
}

/** The default and tags as they are live, as far as the program manages them. */
export function readBatchDefault(
  id: string,
  props: BatchDefaultOutputs,
): Promise<ReadResult<BatchDefaultInputs, BatchDefaultOutputs>> {
  return plainly(() => readDefault(id, props, openBatch));
}

/** Makes the default what is wanted now, by reading the endpoint, changing it and reading it until the change shows. */
export function updateBatchDefault(
  id: string,
  olds: Partial<BatchDefaultOutputs>,
  news: CheckedDefault,
): Promise<UpdateResult<BatchDefaultOutputs>> {
  return plainly(() => updateDefault(olds, news, openBatch), id);
}

/** Forgets. A write here would leave jobs without a deployment when an endpoint is renamed or moved to another parent. */
export async function deleteBatchDefault(_id: string, _props: BatchDefaultOutputs): Promise<void> {}
