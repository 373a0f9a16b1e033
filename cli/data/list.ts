import type { Command } from "commander";
import { z } from "zod";
import { note, printJson, printTable } from "../output";
import { chooseData, collectionOptions } from "./choose";

const own = z.object({ count: z.boolean().optional(), json: z.boolean().optional() });

/** `data list [ENDPOINT]`: the collections that there are. */
export function addList(parent: Command): void {
  collectionOptions(parent.command("list"))
    .description("list collections with their files, of both layouts")
    .argument("[endpoint]", "only those of this endpoint")
    .option("--count", "count the records too, for which every file is read")
    .option("--json", "print [{endpoint, deployment, collection, layout, datastore, folder, files, bytes, records}]")
    .action(async (endpoint: string | undefined, given: unknown) => {
      const { options, filter, data } = await chooseData("list", own, { name: endpoint, options: given });
      const collections = await data.list(filter, options.count ? "records" : "files");
      if (options.json) return printJson(collections);
      if (collections.length === 0) return note("nothing is collected");
      const counted = options.count ? ["RECORDS"] : [];
      printTable(
        ["ENDPOINT", "DEPLOYMENT", "COLLECTION", "LAYOUT", "FILES", "BYTES", ...counted],
        collections.map(({ endpoint: of, deployment, collection, layout, files, bytes, records }) => [
          ...[of, deployment, collection, layout, String(files), String(bytes)],
          ...(records === undefined ? [] : [String(records)]),
        ]),
      );
    });
}
