import { mkdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

/** The log of the job with this work folder. */
export function jobLogFile(workFolder: string): string {
  return join(workFolder, "job.log");
}

/** What lies where in the work folder of a job. */
export class JobFolder {
  readonly journal: string;
  readonly log: string;
  /** Rows of mini batches that have ended. */
  readonly parts: string;
  /** Files of mini batches that run. */
  readonly input: string;
  /** What scripts write themselves, one folder for all workers, and in the end the rows. */
  readonly output: string;
  /** Working folders of the workers. */
  readonly workers: string;
  /** Programs of ours. */
  readonly programs: string;

  constructor(readonly path: string) {
    mkdirSync(path, { recursive: true });
    this.journal = join(path, "journal.jsonl");
    this.log = jobLogFile(path);
    this.parts = join(path, "parts");
    this.input = join(path, "input");
    this.output = join(path, "output");
    this.workers = join(path, "workers");
    this.programs = join(path, "programs");
  }

  /** Removes what a killed process has left half done, and makes the folders. */
  prepare(): void {
    for (const folder of [this.input, this.workers]) rmSync(folder, { recursive: true, force: true });
    for (const folder of [this.parts, this.output, this.workers]) mkdirSync(folder, { recursive: true });
  }

  /** Keeps journal and log only. */
  async clear(): Promise<void> {
    const folders = [this.parts, this.input, this.output, this.workers, this.programs];
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  }
}
