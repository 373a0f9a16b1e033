import { once } from "node:events";
import { constants } from "node:os";

type Signal = "SIGINT" | "SIGTERM" | "SIGHUP";

/** Somebody asked the demo to stop. */
export class Interrupted extends Error {
  /** As a shell counts. */
  readonly exitCode: number;

  constructor(signal: Signal) {
    super(`stopped by ${signal}`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** Rejects at Ctrl-C and its like. A second one changes nothing: clearing up takes seconds. */
export async function interruption(): Promise<never> {
  throw await Promise.race((["SIGINT", "SIGTERM", "SIGHUP"] as const).map(signalled));
}

async function signalled(signal: Signal): Promise<Interrupted> {
  process.on(signal, () => {});
  await once(process, signal);
  return new Interrupted(signal);
}
