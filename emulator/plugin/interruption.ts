/** Why work ended before its time; the words are those of the provider. */
export class Interruption extends Error {
  override readonly name = "Interruption";
}

/** The engine gave the operation up. */
export const canceled = (): Interruption => new Interruption("context canceled");

/** The resource's `customTimeouts` ran out. */
export class TimedOut extends Interruption {
  constructor() {
    super("operation timed out");
  }
}

const DEFAULT_SECONDS = 7200;

/** Runs `work` under a signal that aborts when `seconds` are over (0: two hours) or the engine cancels. */
export async function withTimeout<T>(
  seconds: number,
  cancel: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new TimedOut()), (seconds > 0 ? seconds : DEFAULT_SECONDS) * 1000);
  try {
    return await work(AbortSignal.any([cancel, deadline.signal]));
  } finally {
    clearTimeout(timer);
  }
}
