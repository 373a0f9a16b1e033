import type { Command } from "commander";
import { z } from "zod";
import { examples } from "../help";
import { note, printJson, printTable } from "../output";
import { endpointShape, weightsText } from "./shapes";
import { choose, workspaceOptions } from "./workspace";

const own = z.object({ json: z.boolean().optional() });

/** `endpoint list`: the endpoints of a workspace. */
export function addList(parent: Command): void {
  workspaceOptions(parent.command("list"))
    .description("list the endpoints of a workspace, with their traffic")
    .option(
      "--json",
      "print [{name, authMode, provisioningState, scoringUri, publicNetworkAccess, traffic, mirrorTraffic, tags}]",
    )
    .addHelpText("after", examples([["pulumi-azureml endpoint list --json | jq -r '.[].name'", "names alone"]]))
    .action(async (given: unknown) => {
      const { options, endpoints } = await choose("pulumi-azureml endpoint list", own, { options: given });
      const shapes = (await endpoints.list()).map(endpointShape);
      if (options.json) return printJson(shapes);
      if (shapes.length === 0) return note(`no endpoints in ${endpoints.workspaceId}`);
      printTable(
        ["NAME", "STATE", "AUTH", "TRAFFIC", "SCORING URI"],
        shapes.map(({ name, provisioningState, authMode, traffic, scoringUri }) => [
          name,
          provisioningState ?? "",
          authMode,
          weightsText(traffic),
          scoringUri ?? "",
        ]),
      );
    });
}
