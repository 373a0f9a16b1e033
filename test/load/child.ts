import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/**
 * Starts a program of this folder as a process of its own, so that what it measures or serves does not wait for the
 * engine's programs, which run in this one. It ends with this process, whatever way that ends.
 */
export function startChild(program: string, argument: unknown): ChildProcess {
  return fork(join(__dirname, program), [JSON.stringify(argument)], {
    execArgv: ["--require", "ts-node/register/transpile-only"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

/** The next message of a child. Rejects where it ends instead. */
export async function nextMessage<T>(child: ChildProcess): Promise<T> {
  const enough = new AbortController();
  const { signal } = enough;
  const told = once(child, "message", { signal }).then(([message]: unknown[]) => message as T);
  const ended = once(child, "exit", { signal }).then(([code, killed]) => {
    throw new Error(`${child.spawnfile} ${child.spawnargs.at(-2)} ended with ${killed ?? code}`);
  });
  try {
    return await Promise.race([told, ended]);
  } finally {
    enough.abort();
    for (const loser of [told, ended]) loser.catch(() => undefined);
  }
}

/** Ends a child; settles when it is gone. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  if (child.connected) child.disconnect();
  await gone;
}
