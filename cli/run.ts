import { CommanderError } from "commander";
import { describe, Exit, ExitCode, Failure, UsageError } from "./failure";
import { note } from "./output";
import { program } from "./program";

/** Runs the command with these arguments; settles with the exit code and never rejects. */
export async function run(args: readonly string[]): Promise<number> {
  try {
    await program().parseAsync(args, { from: "user" });
    return Exit.ok;
  } catch (error) {
    return report(error);
  }
}

/** Says what went wrong in words that help, and gives the exit code. The stack is for those who ask for it. */
function report(error: unknown): number {
  if (error instanceof ExitCode) return error.code;
  // Commander has printed the help or the fault already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? Exit.ok : Exit.usage;

  note(`error: ${describe(error)}`);
  if (error instanceof Failure && error.hint) note(error.hint);
  if (error instanceof UsageError) note(`(${error.command} --help says more)`);
  if (process.env["PULUMI_AZUREML_DEBUG"] && error instanceof Error) note(error.stack ?? "");
  if (error instanceof UsageError) return Exit.usage;
  return error instanceof Failure ? error.code : Exit.failure;
}
