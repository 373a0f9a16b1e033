import type { Clock } from "../../../emulator/clock";

/** A clock that only the test turns. */
export class TurnedClock implements Clock {
  private readonly works: (() => Promise<void>)[] = [];

  constructor(private time: Date) {}

  now(): Date {
    return new Date(this.time);
  }

  every(_milliseconds: number, work: () => Promise<void>): () => Promise<void> {
    this.works.push(work);
    return async () => void this.works.splice(this.works.indexOf(work), 1);
  }

  /** Lets minutes go by. */
  turn(minutes: number): void {
    this.time = new Date(this.time.getTime() + minutes * 60_000);
  }

  /** Sets it to a moment. */
  set(moment: string): void {
    this.time = new Date(moment);
  }

  /** Does once what is done again and again. */
  async look(): Promise<void> {
    for (const work of this.works) await work();
  }
}
