import type { Command } from "commander";
import { z } from "zod";
import { workspaceOptions } from "../endpoint/workspace";
import { examples } from "../help";
import { armName, wholeNumber } from "../options";
import { note, print } from "../output";
import { withBatch } from "./client";
import { jobInput } from "./input";
import { follow, printJob } from "./job-lines";

const most = 2 ** 31 - 1;
const own = z.object({
  input: z.string({ error: "what the job reads is required" }).min(1, "what the job reads is required"),
  inputType: z.enum(["file", "folder"], { error: "an input is a file or a folder" }).optional(),
  deployment: armName.optional(),
  jobName: armName.optional(),
  output: z.string().min(1, "the URI of a datastore's folder is expected").optional(),
  outputFileName: z
    .string()
    .regex(/^[^/\\]+$/, "a name of a file, without a folder")
    .optional(),
  miniBatchSize: wholeNumber("a number of files", 1, 999_999_999).optional(),
  instanceCount: wholeNumber("a number of instances", 1, 999_999).optional(),
  errorThreshold: z
    .string()
    .regex(/^(-1|\d{1,9})$/, "a number of files that may fail, or -1 for any number")
    .transform(Number)
    .refine((count) => count <= most)
    .optional(),
  maxRetries: wholeNumber("a number of tries after the first", 0, 999_999_999).optional(),
  timeout: wholeNumber("seconds of a mini batch", 1, 999_999).optional(),
  wait: z.boolean().optional(),
  json: z.boolean().optional(),
});

/** `batch invoke ENDPOINT`: asks for a job. */
export function addInvoke(parent: Command): void {
  workspaceOptions(parent.command("invoke"))
    .description("start a job over files; what is on this machine is uploaded first")
    .argument("<endpoint>", "the batch endpoint")
    .option("-i, --input <what>", "local file or folder, azureml:NAME:VERSION, a datastore's path, or a URL (needed)")
    .option("--input-type <type>", "file or folder; for what is not on this machine (default: folder)")
    .option("-d, --deployment <name>", "deployment that runs it (default: the endpoint's)")
    .option("--job-name <name>", "name of the job (default: the service makes one)")
    .option("--output <uri>", "folder of a datastore for the output (default: one of the job's own)")
    .option("--output-file-name <name>", "file that rows are appended to")
    .option("--mini-batch-size <files>", "files of one call of the script's run()")
    .option("--instance-count <count>", "instances of the compute")
    .option("--error-threshold <files>", "files that may fail; -1: any number")
    .option("--max-retries <count>", "tries of a mini batch after the first")
    .option("--timeout <seconds>", "seconds of one mini batch")
    .option("--wait", "follow it to its end; exit code 1 where it does not complete")
    .option("--json", "print {name, status, deployment, createdAt, outputUri, error}")
    .addHelpText(
      "after",
      examples([
        ["pulumi-azureml batch invoke nightly --input ./images --wait", "a folder of this machine"],
        ["pulumi-azureml batch invoke nightly --input azureml:heart:1 -d green", "a data asset, another deployment"],
      ]),
    )
    .action(async (endpoint: string, given: unknown) => {
      await withBatch("invoke", own, { name: endpoint, options: given }, async ({ options, arm, client }) => {
        const { input: what, inputType, jobName: name, output: outputFolder, timeout, wait, json, ...more } = options;
        const input = await jobInput(arm, client.workspaceId, { input: what, inputType });
        const job = await client.invoke({ input, name, outputFolder, timeoutSeconds: timeout, ...more });
        if (!wait) {
          printJob(job, json);
          if (!json) note(`follow it: pulumi-azureml batch stream ${endpoint} ${job.name}`);
          return;
        }
        // Where the answer is JSON, standard output has nothing else.
        printJob(await follow(client, job.name, json ? note : print), json);
      });
    });
}
