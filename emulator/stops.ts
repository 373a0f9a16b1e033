/** What has been started and must be stopped, the last one first. */
export class Stops {
  private readonly waiting: (() => Promise<unknown>)[] = [];

  /** Remembers how to stop what has just been started. */
  push(stop: () => Promise<unknown>): void {
    this.waiting.push(stop);
  }

  /** Stops everything; what is under way is waited for. */
  async run(): Promise<void> {
    for (let next = this.waiting.pop(); next !== undefined; next = this.waiting.pop()) await next();
  }
}
