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

/** Reads a verb's options, opens the batch endpoint for what the verb does, and closes it. Throws all faults together. */
export async function withBatch<T>(
  verb: string,
  own: z.ZodType<T>,
  given: Given,
  run: (chosen: ChosenBatch<T>) => Promise<void>,
): Promise<void> {
  const { options, endpoints } = await choose(`pulumi-azureml batch ${verb}`, own, given);
  const { client: arm, workspaceId } = endpoints;
  const client = await BatchClient.open(arm, workspaceId, given.name ?? "");
  try {
    await run({ options, arm, client });
  } finally {
    await client.close();
  }
}
