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
  const both = z.looseObject({}).transform((options, context) => {
    const results = [own.safeParse(options), asked.safeParse(options)] as const;
    for (const { error } of results) error?.issues.forEach((issue) => context.addIssue({ ...issue }));
    const [mine, theirs] = results;
    return mine.success && theirs.success ? { own: mine.data, asked: theirs.data } : z.NEVER;
  });
  const { options, endpoints } = await choose(`pulumi-azureml data ${verb}`, both, given);
  const filter = { ...options.asked, ...(given.name === undefined ? {} : { endpoint: given.name }) };
  return { options: options.own, filter, data: new CollectedData(endpoints.client, endpoints.workspaceId) };
}
