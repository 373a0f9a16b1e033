import type { Clock } from "../../../provider/clock";

/** A time that passes when nobody has anything left to do: then the earliest sleeper wakes. */
export class VirtualTime implements Clock {
  private time = 0;
  private readonly sleepers: { at: number; wake: () => void }[] = [];

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((wake) => void this.sleepers.push({ at: this.time + milliseconds, wake }));
  }

  /** Lets time pass until all work is done. Rejects where it never is. */
  async run(...work: readonly Promise<unknown>[]): Promise<void> {
    let done = false;
    const all = Promise.all(work).finally(() => (done = true));
    all.catch(() => undefined); // awaited below
    for (;;) {
      // One turn of the event loop: by then everything that is awake has come to its next wait.
      await new Promise((resolve) => setImmediate(resolve));
      if (done) break;
      const next = this.sleepers.reduce((first, each) => (each.at < first.at ? each : first), {
        at: Infinity,
        wake: (): void => undefined,
      });
      if (next.at === Infinity) throw new Error("everybody waits for something that does not come");
      this.sleepers.splice(this.sleepers.indexOf(next), 1);
      this.time = Math.max(this.time, next.at);
      next.wake();
    }
    await all;
  }
}
