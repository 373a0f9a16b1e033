import { spawn } from "node:child_process";
import { constants } from "node:os";
import { Exit, Failure } from "./failure";

const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

/**
 * Runs a command in this process's place: same streams, signals passed on. Settles with its exit code, as a shell
 * counts: 127 where there is no such command, 126 where it can't be run, 128 and the signal's number where one ended it.
 */
export function runCommand(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "inherit", env });
    const passOn = (signal: NodeJS.Signals) => {
      if (!reachesGroup(signal)) child.kill(signal);
    };
    for (const signal of FORWARDED) process.on(signal, passOn);
    const settle = (result: () => void) => {
      for (const signal of FORWARDED) process.off(signal, passOn);
      result();
    };
    child.once("exit", (code, signal) => settle(() => resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"])));
    child.once("error", (error) => settle(() => reject(notRun(command, error))));
  });
}

function notRun(command: string, error: NodeJS.ErrnoException): Failure {
  return error.code === "ENOENT"
    ? new Failure(`${command}: there is no such command`, "is it installed and on the PATH?", Exit.notFound)
    : new Failure(`${command}: it can't be run (${error.code})`, undefined, Exit.notExecutable);
}

/** The keyboard's signals go to all processes of the terminal. Twice would be once too many: Pulumi stops hard then. */
function reachesGroup(signal: NodeJS.Signals): boolean {
  const keyboard = signal === "SIGINT" || signal === "SIGQUIT";
  return keyboard && (process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY);
}
