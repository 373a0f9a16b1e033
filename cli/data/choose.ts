import type { Command } from "commander";
import { z } from "zod";
import { CollectedData } from "../../azure/collected/collected-data";
import type { CollectionFilter } from "../../azure/collected/collection-place";
import { choose, type Given, workspaceOptions } from "../endpoint/workspace";
import { armName } from "../options";

const asked = z.object({
  deployment: z
    .string()
    .regex(/^[^/?#\s]+$/, "a name without slashes and blanks is expected")
    .optional(),
  collection: armName.optional(),
});

/** What a verb works on. */
export interface ChosenData<T> {
  options: T;
  filter: CollectionFilter;
  data: CollectedData;
}

/** Adds the options that choose collections. */
export function collectionOptions(command: Command): Command {
  return workspaceOptions(command)
    .option("-d, --deployment <name>", "only those of this deployment; of the older layout, <model>:<version>")
    .option("-c, --collection <name>", "only this one, for example model_inputs");
}

/** Reads a verb's own options with those that choose collections. Throws all faults together. */
export async function chooseData<T>(verb: string, own: z.ZodType<T>, given: Given): Promise<ChosenData<T>> {
  const { options, endpoints } = await choose(`pulumi-azureml data ${verb}`, z.intersection(own, asked), given);
  const { deployment, collection } = options;
  const data = new CollectedData(endpoints.client, endpoints.workspaceId);
  return { options, filter: { endpoint: given.name, deployment, collection }, data };
}
