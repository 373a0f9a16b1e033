import type { Command } from "commander";
import { examples } from "../help";
import { addInvoke } from "./invoke";
import { addKeys } from "./keys";
import { addList } from "./list";
import { addLogs } from "./logs";
import { addShow } from "./show";
import { addSwagger } from "./swagger";
import { addToken } from "./token";

/** `endpoint …`: the online endpoints of a workspace. */
export function addEndpoint(program: Command): void {
  const endpoint = program
    .command("endpoint")
    .description("online endpoints of a workspace: what they are, what they answer, what they log, who may ask")
    .addHelpText(
      "after",
      examples([
        ["pulumi-azureml endpoint list -g rg-ml -w fraud", "in Azure"],
        ["pulumi-azureml endpoint list --emulator", "in the local Azure ML"],
        ["pulumi-azureml endpoint invoke cancer --file request.json", "ask one"],
      ]),
    );
  addList(endpoint);
  addShow(endpoint);
  addInvoke(endpoint);
  addLogs(endpoint);
  addSwagger(endpoint);
  addKeys(endpoint);
  addToken(endpoint);
}
