import { existsSync } from "node:fs";

import { messageOf } from "../error-message";
import { DeploymentFailure } from "../serving/contract";
import {
  BatchJobFailure,
  type BatchJob,
  type BatchJobListener,
  type BatchJobSpec,
  type BatchJobView,
  type JobStatus,
} from "./contract";
import { History, isFinal } from "./history";
import type { JobFolder } from "./job-folder";
import { JobLog } from "./job-log";
import { runJob, type JobHost } from "./job-run";
import type { Journal, MiniBatchEntry } from "./journal";
import { fileCount } from "./mini-batches";
import { putAll } from "./output";
import type { Past } from "./past";
import { Tally } from "./tally";

/** What a job is made from. */
export interface JobParts {
  spec: BatchJobSpec;
  host: JobHost;
  folder: JobFolder;
  journal: Journal;
  past: Past;
  listener: BatchJobListener;
}

/** A job from its start, or from where an earlier process left it, to its end. */
export class Job implements BatchJob {
  readonly name: string;
  readonly ended: Promise<BatchJobView>;
  private readonly history: History;
  private readonly tally: Tally;
  private readonly logs: JobLog;
  private readonly results = new Map<number, MiniBatchEntry>();
  private readonly halt = new AbortController();
  private error: BatchJobView["error"];

  constructor(private readonly parts: JobParts) {
    const { spec, folder, past, listener } = parts;
    this.name = spec.name;
    this.error = past.error;
    this.history = new History(past.history);
    this.logs = new JobLog(folder.log, listener);
    const files = spec.input.files.length;
    const miniBatches = spec.miniBatchSize > 0 ? Math.ceil(files / spec.miniBatchSize) : 0;
    this.tally = new Tally({ miniBatches, files }, spec.errorThreshold);
    for (const entry of past.ended) this.count(entry);
    this.turn("NotStarted");
    // Who starts a job has it in hand before anything more is told of it.
    this.ended = Promise.resolve().then(() => this.live());
  }

  get view(): BatchJobView {
    const { name, error } = this;
    const { status, all: history } = this.history;
    return { name, status, history, counts: this.tally.counts, ...(error ? { error } : {}) };
  }

  async cancel(): Promise<void> {
    this.turn("CancelRequested");
    await this.interrupt();
  }

  /** Kills the workers and leaves the job so that it can be resumed. */
  async interrupt(): Promise<void> {
    this.halt.abort();
    await this.ended;
  }

  log(tail?: number): string {
    return this.logs.tail(tail);
  }

  private async live(): Promise<BatchJobView> {
    const { spec, host, folder } = this.parts;
    const { signal } = this.halt;
    try {
      if (!isFinal(this.history.status)) {
        this.check();
        const run = { spec, host, folder, log: this.logs, results: this.results };
        const ended = (entry: MiniBatchEntry): void => this.ends(entry);
        if (!this.canceling) await runJob(run, { turned: (status) => this.turn(status), ended }, signal);
      }
    } catch (error) {
      if (!signal.aborted) await this.fail(error);
    }
    if (this.canceling) await this.close("Canceled");
    if (isFinal(this.history.status)) await folder.clear();
    await this.logs.close();
    return this.view;
  }

  private get canceling(): boolean {
    return this.history.status === "CancelRequested";
  }

  private async fail(error: unknown): Promise<void> {
    const known = error instanceof BatchJobFailure || error instanceof DeploymentFailure;
    this.error = { code: known ? error.code : "InternalError", message: messageOf(error) };
    this.logs.say(`The job has failed: ${this.error.message}`);
    await this.close("Failed");
  }

  /** Nothing is joined, but what scripts have written themselves is there, as on the service, where it is mounted. */
  private async close(status: "Failed" | "Canceled"): Promise<void> {
    const { folder, spec } = this.parts;
    try {
      if (existsSync(folder.output)) await putAll(folder.output, spec.output);
    } catch (error) {
      this.logs.say(`The output can't be kept: ${messageOf(error)}`);
    }
    this.turn(status);
  }

  private turn(status: JobStatus): void {
    const change = this.history.turn(status);
    if (change === undefined) return;
    try {
      const failure = status === "Failed" ? { error: this.error } : {};
      this.parts.journal.append({ status, at: change.at.toISOString(), ...failure });
    } catch (error) {
      // The worst that follows is that the job is resumed and says it again.
      this.logs.say(`The journal can't be written: ${messageOf(error)}`);
    }
    this.parts.listener.statusChanged?.(change);
  }

  private ends(entry: MiniBatchEntry): void {
    this.parts.journal.append(entry);
    this.count(entry);
    this.parts.listener.progressed?.(this.tally.counts);
    this.check();
  }

  private count(entry: MiniBatchEntry): void {
    this.results.set(entry.miniBatch, entry);
    this.tally.add(fileCount(this.parts.spec, entry.miniBatch), "returned" in entry ? entry.returned : 0);
  }

  private check(): void {
    if (!this.tally.exceeded) return;
    const { failed } = this.tally.counts.files;
    const allowed = this.parts.spec.errorThreshold;
    const have = failed === 1 ? "file has" : "files have";
    throw new BatchJobFailure("UserError", `${failed} ${have} failed; the error threshold allows ${allowed}.`);
  }
}
