import { existsSync } from "node:fs";

import { messageOf } from "../error-message";
import type { BatchEngine, BatchJob, BatchJobListener, BatchJobSpec } from "./contract";
import { Job } from "./job";
import { JobFolder } from "./job-folder";
import type { JobHost } from "./job-run";
import { Journal } from "./journal";
import { LostJob } from "./lost-job";
import { planOf } from "./mini-batches";
import { pastOf } from "./past";
import { writeDriver } from "./python/driver";

export interface BatchEngineOptions {
  /** A folder of the engine's own, for programs. */
  folder: string;
  /** Folder under which Python environments are kept by content, as `python/<hash>`. */
  pythonHome: string;
}

/** Runs every job as local processes, none of which outlives this process. */
export function createBatchEngine({ folder, pythonHome }: BatchEngineOptions): BatchEngine {
  return new LocalBatchEngine({ driver: writeDriver(folder), pythonHome });
}

class LocalBatchEngine implements BatchEngine {
  private readonly jobs = new Map<string, BatchJob>();
  private readonly running = new Set<Job>();
  private stopped = false;

  constructor(private readonly host: JobHost) {}

  start(spec: BatchJobSpec, listener: BatchJobListener = {}): BatchJob {
    this.admit(spec);
    const folder = new JobFolder(spec.workFolder);
    if (existsSync(folder.journal)) {
      throw new Error(`workFolder: ${folder.path} given; it has a job already, resume it or give another folder`);
    }
    const journal = Journal.create(folder.journal, { job: spec.name, plan: planOf(spec) });
    return this.add(new Job({ spec, host: this.host, folder, journal, past: { history: [], ended: [] }, listener }));
  }

  resume(spec: BatchJobSpec, listener: BatchJobListener = {}): BatchJob {
    this.admit(spec);
    const folder = new JobFolder(spec.workFolder);
    const lost = (why: string): BatchJob => this.keep(new LostJob(spec, `The job can't be resumed: ${why}`, listener));
    try {
      const { journal, head, entries } = Journal.open(folder.journal);
      if (head.job !== spec.name) return lost(`${folder.journal} is of the job ${head.job}`);
      if (head.plan !== planOf(spec)) return lost("its files, mini batch size or output are not those it began with");
      const past = pastOf(entries, folder.parts);
      return this.add(new Job({ spec, host: this.host, folder, journal, past, listener }));
    } catch (error) {
      return lost(`its journal can't be read: ${messageOf(error)}`);
    }
  }

  find(name: string): BatchJob | undefined {
    return this.jobs.get(name.toLowerCase());
  }

  forget(name: string): void {
    const job = this.find(name);
    if (job instanceof Job && this.running.has(job)) throw new Error(`job ${name}: it has not ended; cancel it first`);
    this.jobs.delete(name.toLowerCase());
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all([...this.running].map((job) => job.interrupt()));
  }

  private admit({ name }: BatchJobSpec): void {
    if (this.stopped) throw new Error(`job ${name}: the engine was stopped`);
    if (this.find(name) !== undefined) throw new Error(`job ${name}: there is one of that name already`);
  }

  private add(job: Job): BatchJob {
    this.running.add(job);
    void job.ended.then(() => this.running.delete(job));
    return this.keep(job);
  }

  private keep(job: BatchJob): BatchJob {
    this.jobs.set(job.name.toLowerCase(), job);
    return job;
  }
}
