import type { Command } from "commander";
import { examples } from "../help";
import { addDownload } from "./download";
import { addList } from "./list";
import { addTail } from "./tail";

/** `data …`: what online deployments have collected of their production data. */
export function addData(program: Command): void {
  const data = program
    .command("data")
    .description("production data that online deployments have collected")
    .addHelpText(
      "after",
      examples([
        ["pulumi-azureml data list", "which collections there are"],
        ["pulumi-azureml data tail fraud -c model_inputs --follow", "records as they come"],
        ["pulumi-azureml data download fraud --to collected", "their files"],
      ]),
    );
  addList(data);
  addTail(data);
  addDownload(data);
}
