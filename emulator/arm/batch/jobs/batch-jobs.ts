import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { messageOf } from "../../../error-message";
import type { BatchEngine, BatchJob, BatchJobListener } from "../../../batch/contract";
import { isFinal } from "../../../batch/history";
import { jobLogFile } from "../../../batch/job-folder";
import { DeploymentFailure } from "../../../serving/contract";
import type { ArmContext } from "../../context";
import { deploymentFolder, fetchFiles } from "../../machine-learning/deployment-files";
import { workspaceOf } from "../../machine-learning/paths";
import type { BatchJobRecord } from "./job-record";
import { jobSpec } from "./job-spec";

const fileList = z.array(z.string());

export function isOver({ properties }: BatchJobRecord): boolean {
  return isFinal(properties.status);
}

/** Runs the jobs that the records tell of, and keeps the records as the jobs are. */
export class BatchJobs {
  /** Jobs whose code and model are being fetched, and whether they are to be canceled. */
  private readonly preparing = new Map<string, { isCanceled: boolean; over: Promise<void> }>();

  constructor(
    private readonly context: ArmContext,
    private readonly engine: BatchEngine,
  ) {}

  /** Starts a job that is not in the records yet. */
  async start(job: BatchJobRecord, files: readonly string[]): Promise<void> {
    await mkdir(this.folder(job), { recursive: true });
    await writeFile(join(this.folder(job), "files.json"), JSON.stringify(files));
    this.context.records.batchJobs.put(job);
    this.run(job);
  }

  /** Goes on with every job that an earlier process has begun. */
  resume(): void {
    for (const job of this.context.records.batchJobs.all()) if (!isOver(job)) this.run(job);
  }

  /** Ends a job's workers; settles when it is over. */
  async cancel(job: BatchJobRecord): Promise<void> {
    const preparing = this.preparing.get(key(job));
    if (preparing) {
      preparing.isCanceled = true;
      this.change(job, { status: "CancelRequested" });
      await preparing.over;
    }
    await this.engine.find(job.name)?.cancel();
  }

  /** File with the job's log so far; there is none where nothing ran yet. */
  logFile(job: BatchJobRecord): string {
    return jobLogFile(this.workFolder(job));
  }

  /** Ends the jobs of an endpoint or deployment and forgets them. */
  async remove(id: string): Promise<void> {
    for (const job of this.context.records.batchJobs.below(id)) {
      await this.cancel(job);
      this.engine.forget(job.name);
      await rm(this.folder(job), { recursive: true, force: true });
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.preparing.values()].map(({ over }) => over));
    await this.engine.stop();
  }

  private folder({ name }: BatchJobRecord): string {
    return join(this.context.jobsFolder, name.toLowerCase());
  }

  private workFolder(job: BatchJobRecord): string {
    return join(this.folder(job), "work");
  }

  private run(job: BatchJobRecord): void {
    const state = { isCanceled: false, over: Promise.resolve() };
    state.over = this.prepared(job, state).finally(() => this.preparing.delete(key(job)));
    this.preparing.set(key(job), state);
  }

  private async prepared(job: BatchJobRecord, state: { isCanceled: boolean }): Promise<void> {
    try {
      const { context } = this;
      this.change(job, { status: "Preparing" });
      const files = fileList.parse(JSON.parse(await readFile(join(this.folder(job), "files.json"), "utf8")));
      const workspace = workspaceOf(context, job.id);
      const folder = deploymentFolder(context, job.endpoint, job.deployment);
      const fetched = await context.turns.take(folder, () => fetchFiles(context, workspace, folder, job.run.assets));
      if (state.isCanceled) return this.change(job, { status: "Canceled", endTime: context.now().toISOString() });
      context.turns.refuseLate();
      const workFolder = this.workFolder(job);
      const spec = jobSpec(context, job, { files, fetched, workFolder });
      const listener = this.listener(job);
      this.follow(job, existsSync(workFolder) ? this.engine.resume(spec, listener) : this.engine.start(spec, listener));
    } catch (error) {
      if (this.context.turns.isClosed) return;
      const code = error instanceof DeploymentFailure ? error.code : "UserError";
      const endTime = this.context.now().toISOString();
      this.change(job, { status: "Failed", error: { code, message: messageOf(error) }, endTime });
    }
  }

  private follow(job: BatchJobRecord, running: BatchJob): void {
    void running.ended.then(({ status, counts, error }) => {
      if (!isFinal(status)) return;
      const endTime = this.context.now().toISOString();
      this.change(job, { status, endTime, ...(error && { error }) }, counts);
    });
  }

  private listener(job: BatchJobRecord): BatchJobListener {
    return {
      statusChanged: ({ status }) => {
        // The end is written with its reason.
        if (!isFinal(status)) this.change(job, { status });
      },
    };
  }

  private change(
    { id }: BatchJobRecord,
    properties: Partial<BatchJobRecord["properties"]>,
    counts?: BatchJobRecord["counts"],
  ): void {
    const { batchJobs } = this.context.records;
    const job = batchJobs.get(id);
    if (job === undefined || isOver(job)) return;
    batchJobs.put({ ...job, properties: { ...job.properties, ...properties }, counts: counts ?? job.counts });
  }
}

function key({ id }: BatchJobRecord): string {
  return id.toLowerCase();
}
