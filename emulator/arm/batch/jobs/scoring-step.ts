import { createHash } from "node:crypto";
import { sameId } from "../../store/resource";
import type { BatchJobRecord } from "./job-record";

/** Name of a batch job's only step: a UUID, as the service names steps, and the same one for good. */
export function scoringStepOf(job: string): string {
  const digits = createHash("sha256").update(`step of ${job.toLowerCase()}`).digest("hex");
  return [8, 12, 16, 20, 32].map((end, index, ends) => digits.slice(ends[index - 1] ?? 0, end)).join("-");
}

/** Whether a run is the step of this job. */
export function isScoringStep({ name }: BatchJobRecord, run: string): boolean {
  return sameId(scoringStepOf(name), run);
}
