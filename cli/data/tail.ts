import type { Command } from "commander";
import { z } from "zod";
import { type FoundRecord, timeOf } from "../../azure/collected/collected-data";
import { wholeNumber } from "../options";
import { note, print } from "../output";
import { chooseData, collectionOptions } from "./choose";

const own = z.object({
  lines: wholeNumber("a number of records", 0, 100_000).optional(),
  follow: z.boolean().optional(),
  json: z.boolean().optional(),
});

/** `data tail ENDPOINT`: the last records, and those that come. */
export function addTail(parent: Command): void {
  collectionOptions(parent.command("tail"))
    .description("print the last collected records, and with --follow those that come")
    .argument("<endpoint>", "the endpoint")
    .option("-n, --lines <records>", "how many (default: 10)")
    .option("-f, --follow", "go on until interrupted")
    .option("--json", "print each as {endpoint, deployment, collection, file, record} on a line")
    .action(async (endpoint: string, given: unknown) => {
      const { options, filter, data } = await chooseData("tail", own, { name: endpoint, options: given });
      const tell = (found: FoundRecord): void => print(options.json ? JSON.stringify(found) : line(found));
      const onLast = (last: readonly FoundRecord[]): void => {
        last.forEach(tell);
        if (last.length === 0 && options.lines !== 0) note(`${endpoint}: nothing is collected yet`);
        if (options.follow) note("waiting for more; interrupt to end");
      };
      const count = options.lines ?? 10;
      if (options.follow) await data.follow(filter, count, { onLast, onRecord: tell }, interrupted());
      else onLast(await data.last(filter, count));
    });
}

/** `2026-11-29T21:30:00.000Z blue/model_inputs 3711655d…  [{"amount":12.5}]`. */
function line({ deployment, collection, record }: FoundRecord): string {
  const time = timeOf(record);
  const id = record["correlationid"] ?? record["$aml_dc_correlation_id"] ?? "";
  const own = Object.entries(record).filter(([name]) => !name.startsWith("$aml_"));
  const data = "specversion" in record ? record["data"] : Object.fromEntries(own);
  const when = time === undefined ? "-" : new Date(time).toISOString();
  return `${when} ${deployment}/${collection} ${typeof id === "string" ? id : ""} ${JSON.stringify(data)}`;
}

/** Ends with the first interrupt, in order. */
function interrupted(): AbortSignal {
  const end = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => end.abort());
  return end.signal;
}
