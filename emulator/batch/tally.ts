import type { BatchJobCounts } from "./contract";

/**
 * Counts what has ended. A file counts as failed where `run()` returned fewer elements than it was given, one for each
 * that is missing; more elements are no fault. Source: Microsoft Docs, "Use parallel jobs in pipelines" («the number gap
 * between inputs and returns from each mini-batch»), which is what batch deployments run as.
 */
export class Tally {
  private succeeded = { miniBatches: 0, files: 0 };
  private failed = { miniBatches: 0, files: 0 };

  constructor(
    private readonly total: { miniBatches: number; files: number },
    /** Files that may fail; -1: any number. */
    private readonly errorThreshold: number,
  ) {}

  /** A mini batch of `files` files has ended, with so many elements returned; none where `run()` never returned. */
  add(files: number, returned: number): void {
    const missing = Math.max(0, files - returned);
    this.failed.files += missing;
    this.succeeded.files += files - missing;
    if (missing > 0) this.failed.miniBatches++;
    else this.succeeded.miniBatches++;
  }

  get counts(): BatchJobCounts {
    const count = (of: "miniBatches" | "files"): BatchJobCounts["files"] => ({
      total: this.total[of],
      succeeded: this.succeeded[of],
      failed: this.failed[of],
    });
    return { miniBatches: count("miniBatches"), files: count("files") };
  }

  /** More files have failed than may fail. */
  get exceeded(): boolean {
    return this.errorThreshold >= 0 && this.failed.files > this.errorThreshold;
  }
}
