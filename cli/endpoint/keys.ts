import type { Command } from "commander";
import { z } from "zod";
import { examples } from "../help";
import { note, printFields, printJson } from "../output";
import { findEndpoint } from "./find";
import { refuseWithoutKeys } from "./keyless";
import { addKeysRotate } from "./keys-rotate";
import { choose, workspaceOptions } from "./workspace";

const own = z.object({ json: z.boolean().optional() });

/** `endpoint keys NAME`: prints the keys. This and `token` are the only verbs that print a secret. */
export function addKeys(parent: Command): void {
  const keys = workspaceOptions(parent.command("keys"))
    .description("print the two keys of an endpoint, in clear")
    .argument("<name>", "the endpoint")
    .option("--json", "print {primaryKey, secondaryKey}")
    .addHelpText(
      "after",
      examples([["pulumi-azureml endpoint keys cancer --json | jq -r .primaryKey", "for a client"]]),
    )
    .action(async (name: string, given: unknown) => {
      const { options, endpoints } = await choose("pulumi-azureml endpoint keys", own, { name, options: given });
      refuseWithoutKeys(await findEndpoint(endpoints, name));
      const { primaryKey, secondaryKey } = await endpoints.listKeys(name);
      note("these are secrets: whoever has one of them can use the endpoint");
      if (options.json) printJson({ primaryKey, secondaryKey });
      else printFields({ "primary key": primaryKey, "secondary key": secondaryKey });
    });
  addKeysRotate(keys);
}
