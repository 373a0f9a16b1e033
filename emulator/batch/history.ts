import { JOB_STATUSES, type JobStatus, type StatusChange } from "./contract";

const FINAL: ReadonlySet<JobStatus> = new Set<JobStatus>(["Completed", "Failed", "Canceled"]);

/** Nothing comes after it. */
export function isFinal(status: JobStatus): boolean {
  return FINAL.has(status);
}

/** The statuses that a job has had. It never goes back: one that is resumed says that it runs until it does again. */
export class History {
  private readonly changes: StatusChange[];

  constructor(past: readonly StatusChange[] = []) {
    this.changes = [...past];
  }

  get status(): JobStatus {
    return this.changes.at(-1)?.status ?? "NotStarted";
  }

  /** Oldest first. */
  get all(): readonly StatusChange[] {
    return [...this.changes];
  }

  /** The change, where it leads on. */
  turn(status: JobStatus): StatusChange | undefined {
    const leadsOn = JOB_STATUSES.indexOf(status) > JOB_STATUSES.indexOf(this.status) && !isFinal(this.status);
    if (this.changes.length > 0 && !leadsOn) return undefined;
    const change = { status, at: new Date() };
    this.changes.push(change);
    return change;
  }
}
