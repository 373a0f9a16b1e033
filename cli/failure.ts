import { describeFaults, type Fault } from "../arm/fault";

/** Exit codes of the command. */
export const Exit = { ok: 0, failure: 1, usage: 2, notExecutable: 126, notFound: 127 } as const;

/** Something that did not work, and the way out where it is known. */
export class Failure extends Error {
  override readonly name = "Failure";
  constructor(
    message: string,
    readonly hint?: string,
    readonly code: number = Exit.failure,
  ) {
    super(message);
  }
}

/** The command was called wrongly; all that is wrong is in `faults`. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  constructor(
    readonly command: string,
    faults: readonly Fault[],
  ) {
    super(describeFaults(command, faults));
  }
}

/** Ends the command with a code when everything that is to be said has been said. */
export class ExitCode extends Error {
  override readonly name = "ExitCode";
  constructor(readonly code: number) {
    super(`exit ${code}`);
  }
}

/** An error in a sentence. A refused connection to more than one address has its reasons inside and no message. */
export function describe(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(describe).join("; ");
  return error instanceof Error ? error.message || error.name : String(error);
}
