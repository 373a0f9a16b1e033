import { setTimeout as sleep } from "node:timers/promises";

/** Time and chance, passed in so that tests need no patience and no luck. */
export interface Clock {
  /** Milliseconds since any moment. */
  elapsed(): number;
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 to 1. */
  chance(): number;
  /** Settles after so many milliseconds, or at once when the signal is given; never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The clock on the wall. */
export const wallClock: Clock = {
  elapsed: () => performance.now(),
  now: () => Date.now(),
  chance: () => Math.random(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
};
