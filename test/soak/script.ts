import { constants } from "node:os";
import { inspect } from "node:util";

/** Prints a line of a long run. */
export const print = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Runs a long run as a program: prints what came of it in any case, and what broke. One that is told to end takes everything
 * along that it has started.
 */
export function script(work: Promise<unknown>, summary: () => void = () => undefined): void {
  process.once("SIGINT", () => process.exit(128 + constants.signals.SIGINT));
  work.then(summary, (error: unknown) => {
    summary();
    process.stderr.write(`${inspect(error)}\n`);
    process.exitCode = 1;
  });
}
