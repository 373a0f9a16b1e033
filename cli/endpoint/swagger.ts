import type { Command } from "commander";
import { z } from "zod";
import { readSwagger } from "../../azure/scoring/swagger";
import { examples } from "../help";
import { armName } from "../options";
import { print } from "../output";
import { findEndpoint } from "./find";
import { choose, workspaceOptions } from "./workspace";

const own = z.object({
  deployment: armName.optional(),
  specVersion: z.enum(["2", "3", "3.1"], { error: "2, 3 or 3.1 is expected" }).optional(),
});

/** `endpoint swagger NAME`: prints the OpenAPI document of a scoring script. */
export function addSwagger(parent: Command): void {
  workspaceOptions(parent.command("swagger"))
    .description("print what a scoring script takes and gives, as its OpenAPI document has it")
    .argument("<name>", "the endpoint")
    .option("-d, --deployment <name>", "deployment whose script it is, past all weights")
    .option("--spec-version <version>", "2, 3 or 3.1 (default: 2)")
    .addHelpText(
      "after",
      examples([
        ["pulumi-azureml endpoint swagger cancer | jq .definitions", "what it takes"],
        ["pulumi-azureml endpoint swagger cancer -d green --spec-version 3 > openapi.json", "for a generator"],
      ]),
    )
    .action(async (name: string, given: unknown) => {
      const { options, endpoints } = await choose("pulumi-azureml endpoint swagger", own, { name, options: given });
      await findEndpoint(endpoints, name);
      const { deployment, specVersion: version } = options;
      print((await readSwagger(endpoints, name, { deployment, version })).trimEnd());
    });
}
