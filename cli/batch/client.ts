import type { z } from "zod";
import type { ArmClient } from "../../azure/arm-client";
import { BatchClient } from "../../azure/batch/batch-client";
import { choose, type Given } from "../endpoint/workspace";

/** Options of a verb, and the jobs of the endpoint that they choose. */
export interface ChosenBatch<T> {
  options: T;
  arm: ArmClient;
  client: BatchClient;
}

/** Reads a verb's options and opens the batch endpoint; throws all faults together. */
export async function chooseBatch<T>(verb: string, own: z.ZodType<T>, given: Given): Promise<ChosenBatch<T>> {
  const { options, endpoints } = await choose(`pulumi-azureml batch ${verb}`, own, given);
  const { client: arm, workspaceId } = endpoints;
  return { options, arm, client: await BatchClient.open(arm, workspaceId, given.name ?? "") };
}
