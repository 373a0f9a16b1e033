/** Minutes that are kept: a day. */
const keptMinutes = 24 * 60;

/** Numbers by minute, oldest first, of the last day; minutes without any have no row. One flat list, so that a day is small. */
export class History {
  private readonly cells: number[] = [];

  /** `width` is how many numbers a minute has. */
  constructor(private readonly width: number) {}

  get empty(): boolean {
    return this.cells.length === 0;
  }

  /** Adds a minute, which is later than those before it. */
  append(minute: number, values: readonly number[]): void {
    this.cells.push(minute, ...values);
  }

  /** Drops what lies a day or more before the minute `now`. */
  expire(now: number): void {
    const stride = this.width + 1;
    let old = 0;
    while (old < this.cells.length && (this.cells[old] ?? 0) < now - keptMinutes) old += stride;
    if (old > 0) this.cells.splice(0, old);
  }

  /** The number in `column` for each minute that has one, from `from` up to but not including `to`. */
  column(column: number, from: number, to: number): { minute: number; value: number }[] {
    const found: { minute: number; value: number }[] = [];
    for (let at = 0; at < this.cells.length; at += this.width + 1) {
      const minute = this.cells[at] ?? 0;
      if (minute >= from && minute < to) found.push({ minute, value: this.cells[at + 1 + column] ?? 0 });
    }
    return found;
  }
}
