import type { Command } from "commander";
import { z } from "zod";
import { workspaceOptions } from "../endpoint/workspace";
import { armName } from "../options";
import { note, printJson, printTable } from "../output";
import { withBatch } from "./client";

const own = z.object({ deployment: armName.optional(), json: z.boolean().optional() });

/** `batch list ENDPOINT`: the jobs of an endpoint. */
export function addList(parent: Command): void {
  workspaceOptions(parent.command("list"))
    .description("list the jobs of an endpoint, newest first")
    .argument("<endpoint>", "the batch endpoint")
    .option("-d, --deployment <name>", "only those of this deployment")
    .option("--json", "print [{name, status, deployment, createdAt, outputUri, error}]")
    .action(async (endpoint: string, given: unknown) => {
      await withBatch("list", own, { name: endpoint, options: given }, async ({ options, client }) => {
        const jobs = await client.list(options.deployment);
        if (options.json) return printJson(jobs);
        if (jobs.length === 0) return note(`no jobs of ${endpoint}`);
        printTable(
          ["NAME", "STATUS", "DEPLOYMENT", "CREATED"],
          jobs.map(({ name, status, deployment, createdAt }) => [name, status, deployment ?? "", createdAt ?? ""]),
        );
      });
    });
}
