import type { Command } from "commander";
import { z } from "zod";
import { downloadOutput } from "../../azure/batch/output";
import { workspaceOptions } from "../endpoint/workspace";
import { Failure } from "../failure";
import { note, printJson } from "../output";
import { withBatch } from "./client";

const own = z.object({ to: z.string().min(1, "a folder is expected").optional(), json: z.boolean().optional() });

/** `batch download ENDPOINT JOB`: fetches what a job has written. */
export function addDownload(parent: Command): void {
  workspaceOptions(parent.command("download"))
    .description("fetch what a job has written")
    .argument("<endpoint>", "the batch endpoint")
    .argument("<job>", "the job's name")
    .option("--to <folder>", "folder for the files (default: one with the job's name)")
    .option("--json", "print the paths")
    .action(async (endpoint: string, name: string, given: unknown) => {
      await withBatch("download", own, { name: endpoint, options: given }, async ({ options, arm, client }) => {
        const { outputUri: uri } = await client.show(name);
        if (uri === undefined) throw new Failure(`${name}: the service does not say where its output is`);
        const folder = options.to ?? name;
        const files = await downloadOutput(arm, { workspaceId: client.workspaceId, uri, folder });
        if (options.json) printJson(files);
        else note(`${files.length} files in ${folder}`);
      });
    });
}
