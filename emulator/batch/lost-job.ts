import type { BatchJob, BatchJobListener, BatchJobSpec, BatchJobView } from "./contract";

/** A job that can't go on, as nobody knows any more how far it was. */
export class LostJob implements BatchJob {
  readonly name: string;
  readonly view: BatchJobView;
  readonly ended: Promise<BatchJobView>;

  constructor(
    spec: BatchJobSpec,
    private readonly why: string,
    listener: BatchJobListener,
  ) {
    const failed = { status: "Failed", at: new Date() } as const;
    const none = { total: 0, succeeded: 0, failed: 0 };
    this.name = spec.name;
    this.view = {
      name: spec.name,
      status: failed.status,
      history: [failed],
      counts: { miniBatches: none, files: { ...none, total: spec.input.files.length } },
      error: { code: "JobNotResumable", message: why },
    };
    this.ended = Promise.resolve().then(() => {
      listener.logged?.("job", [why]);
      listener.statusChanged?.(failed);
      return this.view;
    });
  }

  async cancel(): Promise<void> {
    await this.ended;
  }

  log(): string {
    return this.why;
  }
}
