import { createInterface } from "node:readline/promises";
import { Failure } from "../failure";

/** Asks a person; only a clear yes is one. Where nobody can be asked, the error names the option that says yes. */
export async function agreed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new Failure("nobody is here to be asked; nothing was changed", "--yes goes on without");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} (y/N) `)).trim());
  } finally {
    terminal.close();
  }
}
