/** What tells the time and looks at things again and again. Tests put one in that they turn themselves. */
export interface Clock {
  now(): Date;
  /** Does `work` every so many milliseconds, never twice at once; settles what it returns when none is under way. */
  every(milliseconds: number, work: () => Promise<void>): () => Promise<void>;
}

/** The machine's clock. What repeats keeps no process alive. */
export const systemClock: Clock = {
  now: () => new Date(),
  every: (milliseconds, work) => {
    let running: Promise<void> | undefined;
    const timer = setInterval(() => {
      running ??= work().finally(() => (running = undefined));
    }, milliseconds);
    timer.unref();
    return async () => {
      clearInterval(timer);
      await running;
    };
  },
};
