import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { z } from "zod";

/** A job of the benchmark. */
export const jobOrder = z.object({
  /** Folder with the input. */
  files: z.string(),
  /** Folder of the job's own; `predictions.csv` is there afterwards. */
  folder: z.string(),
  /** Work for each file. */
  rounds: z.number(),
  /** Worker processes. */
  workers: z.number(),
  miniBatchSize: z.number(),
});

export type JobOrder = z.infer<typeof jobOrder>;

const outcome = z.object({
  /** From before the engine is there until the rows are. */
  seconds: z.number(),
  /** Most bytes that the process which runs the engine has had. */
  memory: z.number(),
});

/** Runs a job in a process of its own, which ends with it. */
export async function runJob(order: JobOrder): Promise<z.infer<typeof outcome>> {
  const execArgv = ["--require", "ts-node/register/transpile-only"];
  const child = fork(join(__dirname, "job-program.ts"), [JSON.stringify(order)], { execArgv });
  const ended = once(child, "exit");
  const answer: Promise<unknown> = new Promise((settle, fail) => {
    child.once("message", settle);
    child.once("exit", (code) => fail(new Error(`the job's process ended with ${code}`)));
  });
  const told = outcome.parse(await answer);
  await ended;
  return told;
}
