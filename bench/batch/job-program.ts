/**
 * One batch job in a process of its own, told as JSON in the first argument. Tells how long it took, from before the engine
 * is there until the rows are, and the most memory that the process had.
 */
import { copyFileSync, cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createBatchEngine } from "../../emulator/batch/engine";
import { homeFolder } from "../../emulator/index";
import { jobOrder } from "./job-process";

const { files, folder, rounds, workers, miniBatchSize } = jobOrder.parse(JSON.parse(process.argv[2] ?? ""));

async function main(): Promise<void> {
  const begun = performance.now();
  const code = join(folder, "code");
  mkdirSync(code, { recursive: true });
  cpSync(join(__dirname, "scoring"), code, { recursive: true });
  const engine = createBatchEngine({ folder: join(folder, "engine"), pythonHome: homeFolder() });
  const job = engine.start({
    ...{ name: "bench", endpoint: "bench", deployment: "blue", environment: {} },
    input: {
      files: readdirSync(files),
      fetch: async (path, target) => copyFileSync(join(files, path), target),
    },
    code: { folder: code, scoringScript: "batch.py" },
    environmentVariables: { BENCH_WORK: String(rounds) },
    ...{ miniBatchSize, instanceCount: workers, maxConcurrencyPerInstance: 1 },
    retrySettings: { maxRetries: 3, timeoutSeconds: 30 },
    errorThreshold: 0,
    ...{ outputAction: "AppendRow", outputFileName: "predictions.csv", loggingLevel: "Info" },
    output: { put: async (path, file) => copyFileSync(file, join(folder, path)) },
    workFolder: join(folder, "work"),
  });
  const { status, error } = await job.ended;
  if (status !== "Completed") throw new Error(`the job has ${status}: ${error?.message ?? ""}\n${job.log()}`);
  const seconds = (performance.now() - begun) / 1000;
  await engine.stop();
  process.send?.({ seconds, memory: process.resourceUsage().maxRSS * 1024 });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
