/** What became of one request, for metrics. Durations in milliseconds. */
export interface RequestRecord {
  endpoint: string;
  /** Absent where no deployment was chosen. */
  deployment?: string;
  /** What the client saw; 499 where it left before the answer, and for a copy what it would have seen. */
  status: number;
  /** What the container answered, where it did. */
  modelStatus?: number;
  /** From arrival to the last byte. */
  durationMs: number;
  /** From sending to the container to its answer's head. */
  modelMs?: number;
  /** A copy sent to the mirror deployment; nobody saw the answer. */
  mirrored: boolean;
}

export type RequestObserver = (record: RequestRecord) => void;
