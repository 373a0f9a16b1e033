import type { Command } from "commander";
import { z } from "zod";
import { Failure } from "../failure";
import { note, printJson } from "../output";
import { chooseData, collectionOptions } from "./choose";

const own = z.object({ to: z.string().min(1, "a folder is expected").optional(), json: z.boolean().optional() });

/** `data download ENDPOINT`: fetches the files of collections. */
export function addDownload(parent: Command): void {
  collectionOptions(parent.command("download"))
    .description("fetch the files of collections, as <endpoint>/<deployment>/<collection>/…")
    .argument("<endpoint>", "the endpoint")
    .option("--to <folder>", "folder for the files (default: collected)")
    .option("--json", "print the paths")
    .action(async (endpoint: string, given: unknown) => {
      const { options, filter, data } = await chooseData("download", own, { name: endpoint, options: given });
      const folder = options.to ?? "collected";
      const files = await data.download(filter, folder);
      if (options.json) return printJson(files);
      if (files.length === 0)
        throw new Failure(`${endpoint}: nothing is collected yet`, "`data list` says what there is");
      note(`${files.length} files in ${folder}`);
    });
}
