import type { JobStatus, StatusChange } from "./contract";

const ORDER: readonly JobStatus[] = [
  "NotStarted",
  "Starting",
  "Provisioning",
  "Preparing",
  "Queued",
  "Running",
  "Finalizing",
  "CancelRequested",
];

/** Nothing comes after these. */
export function isFinal(status: JobStatus): boolean {
  return !ORDER.includes(status);
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
    const leadsOn = this.changes.length === 0 || (!isFinal(this.status) && rank(status) > rank(this.status));
    if (!leadsOn) return undefined;
    const change = { status, at: new Date() };
    this.changes.push(change);
    return change;
  }
}

function rank(status: JobStatus): number {
  return isFinal(status) ? ORDER.length : ORDER.indexOf(status);
}
