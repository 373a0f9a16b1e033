import type { Command } from "commander";
import { z } from "zod";
import type { BatchClient } from "../../azure/batch/batch-client";
import { workspaceOptions } from "../endpoint/workspace";
import { note, print } from "../output";
import { withBatch } from "./client";
import { follow, printJob } from "./job-lines";

const own = z.object({ json: z.boolean().optional() });

interface JobVerb {
  verb: string;
  does: string;
  run: (client: BatchClient, job: string, json: boolean) => Promise<void>;
}

const verbs: readonly JobVerb[] = [
  {
    verb: "show",
    does: "print one job",
    run: async (client, job, json) => printJob(await client.show(job), json),
  },
  {
    verb: "stream",
    does: "follow a job to its end with its log; exit code 1 where it does not complete",
    run: async (client, job, json) => {
      const ended = await follow(client, job, json ? note : print);
      if (json) printJob(ended, json);
    },
  },
  {
    verb: "cancel",
    does: "end a job and its workers",
    run: async (client, job, json) => {
      await client.cancel(job);
      const now = await client.show(job);
      if (json) printJob(now, json);
      else note(`${job}: ${now.status}`);
    },
  },
];

/** `batch show | stream | cancel ENDPOINT JOB`. */
export function addJobVerbs(parent: Command): void {
  for (const { verb, does, run } of verbs) {
    workspaceOptions(parent.command(verb))
      .description(does)
      .argument("<endpoint>", "the batch endpoint")
      .argument("<job>", "the job's name")
      .option("--json", "print {name, status, deployment, createdAt, outputUri, error}")
      .action(async (endpoint: string, job: string, given: unknown) => {
        await withBatch(verb, own, { name: endpoint, options: given }, async ({ options, client }) => {
          await run(client, job, options.json ?? false);
        });
      });
  }
}
