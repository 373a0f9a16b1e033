/** Lets a few works run at a time; the others wait in the order in which they came. */
export class WaitingLine {
  private readonly waiting = new Map<string, (call: "enter" | "leave") => void>();

  /** `free`: how many run at a time. */
  constructor(private free: number) {}

  /** Runs `work` when it is called in; not at all where it has to leave before. No two wait under one key. */
  async take(key: string, work: () => Promise<void>): Promise<void> {
    if (this.free > 0) this.free--;
    else if ((await new Promise((called) => this.waiting.set(key, called))) === "leave") return;
    try {
      await work();
    } finally {
      this.free++;
      const [next] = this.waiting.keys();
      if (next !== undefined && this.free > 0) this.hurry(next);
    }
  }

  /** Calls one in that waits, however many run. */
  hurry(key: string): void {
    const call = this.waiting.get(key);
    if (call === undefined) return;
    this.waiting.delete(key);
    this.free--;
    call("enter");
  }

  /** Sends one away that waits. */
  leave(key: string): void {
    this.waiting.get(key)?.("leave");
    this.waiting.delete(key);
  }
}
