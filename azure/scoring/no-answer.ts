import type { NoAnswerFailure } from "./scoring-error";

/** One try that came to no whole answer. Never leaves the client: what callers get is a `ScoringError`. */
export class NoAnswer extends Error {
  constructor(
    readonly reason: NoAnswerFailure,
    message: string,
    /** Whether a byte of an answer had come. */
    readonly answer: "none" | "begun" = "none",
  ) {
    super(message);
  }
}
