import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { preparePythonEnvironment } from "../serving/python-environment";
import { BatchJobFailure, type BatchJobSpec, type JobStatus } from "./contract";
import type { JobFolder } from "./job-folder";
import type { JobLog } from "./job-log";
import type { MiniBatchEntry } from "./journal";
import { miniBatches } from "./mini-batches";
import { joinParts, putAll } from "./output";
import { checkRelative } from "./relative-path";
import { scoreMiniBatches } from "./scoring";
import { scoringSource } from "./scoring-source";
import { packageAdvice } from "./service-packages";
import { StagedInput } from "./staged-input";
import { untilAborted } from "./until-aborted";
import { workerEnvironment } from "./worker/worker-environment";
import { startWorker, type WorkerProcess } from "./worker/worker-process";

/** What all jobs of an engine share. */
export interface JobHost {
  /** Path of the program that runs scoring scripts. */
  driver: string;
  /** Folder under which Python environments are kept by content, as `python/<hash>`. */
  pythonHome: string;
}

/** What is run, and what has ended already. */
export interface JobRun {
  spec: BatchJobSpec;
  host: JobHost;
  folder: JobFolder;
  log: JobLog;
  /** How mini batches have ended, by their index; what `ended` is told is added. */
  results: ReadonlyMap<number, MiniBatchEntry>;
}

/** Told of what happens. `ended` throws where the job can't go on. */
export interface JobRunListener {
  turned(status: JobStatus): void;
  ended(entry: MiniBatchEntry): void;
}

/** What the driver needs; many a batch deployment was written for it. */
const OLDEST_PYTHON = [3, 8] as const;

/** Both in the service's words (Microsoft Docs, "Troubleshooting batch endpoints"). */
const NO_INPUT = "Source of the dataset is either not accessible or does not contain any data.";
const NO_RESULT =
  "There is no succeeded mini batch item returned from run(). " +
  "Please check 'response: run()' in https://aka.ms/batch-inference-documentation.";

/** Runs a job to its end. Rejects where it fails, and when `signal` is aborted; no process is left then. */
export async function runJob(run: JobRun, listener: JobRunListener, signal: AbortSignal): Promise<void> {
  const { spec, host, folder, log, results } = run;
  listener.turned("Starting");
  const all = miniBatches(spec.input.files, spec.miniBatchSize);
  if (spec.outputAction === "AppendRow") checkRelative("outputFileName", spec.outputFileName);
  if (all.length === 0) throw new BatchJobFailure("UserError", NO_INPUT);
  folder.prepare();
  const source = scoringSource(spec, folder.programs);

  listener.turned("Preparing");
  const advice = packageAdvice(spec.code && source.condaFile);
  if (advice !== undefined) log.say(advice);
  const { image } = spec.environment;
  const environment = { image, condaFile: source.condaFile, home: host.pythonHome, oldestPython: OLDEST_PYTHON };
  const prepared = preparePythonEnvironment(environment, (line) => log.say(line));
  const { python } = await untilAborted(prepared, signal);

  listener.turned("Running");
  const env = { ...workerEnvironment(spec, { python, output: folder.output }, process.env), ...source.variables };
  const begin = (name: string): WorkerProcess => {
    const cwd = join(folder.workers, name);
    mkdirSync(cwd, { recursive: true });
    const { script, codeFolder } = source;
    const loggingLevel = spec.loggingLevel.toUpperCase();
    return startWorker({ python, driver: host.driver, script, codeFolder, loggingLevel, cwd, env }, log.writer(name));
  };
  const pending = all.filter(({ index }) => !results.has(index));
  const input = new StagedInput(spec.input, folder.input);
  const plan = { spec, pending, input, parts: folder.parts, log, startWorker: begin };
  await scoreMiniBatches(plan, (entry) => listener.ended(entry), signal);

  const returned = all.flatMap(({ index }) => results.get(index) ?? []).filter((result) => "returned" in result);
  // The service fails such a job whatever the threshold, as it has nothing to write.
  if (spec.outputAction === "AppendRow" && returned.every((result) => result.returned === 0)) {
    throw new BatchJobFailure("UserError", NO_RESULT);
  }
  listener.turned("Finalizing");
  if (spec.outputAction === "AppendRow") {
    const parts = returned.flatMap(({ part }) => (part === null ? [] : [join(folder.parts, part)]));
    await joinParts(parts, join(folder.output, spec.outputFileName));
  }
  await putAll(folder.output, spec.output);
  listener.turned("Completed");
}
