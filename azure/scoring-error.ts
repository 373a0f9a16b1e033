/** Why a scoring request got no answer: no credential, no connection, too late, or given up by the caller. */
export type ScoringFailure = "credential" | "unreachable" | "timeout" | "aborted";

/** A scoring request that got no answer. Never holds a key or token. */
export class ScoringError extends Error {
  override readonly name = "ScoringError";

  constructor(
    readonly reason: ScoringFailure,
    message: string,
    /** Milliseconds from sending to giving up. */
    readonly durationMs: number,
  ) {
    super(message);
  }
}
