import type { BatchClient } from "../../azure/batch/batch-client";
import type { BatchJob } from "../../azure/batch/job-shape";
import { Failure } from "../failure";
import { note, print, printFields, printJson } from "../output";

/** Prints a job, for people or for programs. */
export function printJob(job: BatchJob, json = false): void {
  const { name, status, deployment, createdAt, outputUri, error } = job;
  if (json) return printJson({ name, status, deployment, createdAt, outputUri, error });
  printFields({ name, status, deployment, created: createdAt, output: outputUri, error });
}

/** Follows a job: each line of its log to `write`, its states to people; a failure where it does not complete. */
export async function follow(client: BatchClient, name: string, write = print): Promise<BatchJob> {
  const job = await client.follow(name, {
    onStatus: ({ status }) => note(`${name}: ${status}`),
    onLines: ({ lines }) => lines.forEach((line) => write(line)),
  });
  if (job.status === "Completed") return job;
  throw new Failure(`${name} ended as ${job.status}${job.error === undefined ? "" : `: ${job.error}`}`);
}
