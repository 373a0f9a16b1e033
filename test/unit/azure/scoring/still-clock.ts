import type { Clock } from "../../../../azure/scoring/clock";

/** A clock that goes on only in pauses, which end at once; it remembers them. */
export class StillClock implements Clock {
  readonly pauses: number[] = [];
  private passed = 0;

  /** @param share what each throw of the dice gives */
  constructor(private readonly share = 1) {}

  elapsed(): number {
    return this.passed;
  }

  now(): number {
    return Date.parse("2026-03-01T12:00:00Z") + this.passed;
  }

  chance(): number {
    return this.share;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.pauses.push(milliseconds);
    this.passed += milliseconds;
  }
}
