import type { Command } from "commander";
import { examples } from "../help";
import { addDownload } from "./download";
import { addInvoke } from "./invoke";
import { addJobVerbs } from "./job-verbs";
import { addList } from "./list";

/** `batch …`: the jobs of batch endpoints. */
export function addBatch(program: Command): void {
  const batch = program
    .command("batch")
    .description("jobs of batch endpoints: from a folder of files to predictions")
    .addHelpText(
      "after",
      examples([
        ["pulumi-azureml batch invoke nightly --input ./images", "start a job"],
        ["pulumi-azureml batch stream nightly JOB", "follow it"],
        ["pulumi-azureml batch download nightly JOB --to out", "its predictions"],
      ]),
    );
  addInvoke(batch);
  addList(batch);
  addJobVerbs(batch);
  addDownload(batch);
}
