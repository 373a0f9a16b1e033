/** A block of text at the end of the terminal that is drawn over and over, with lines that stay above it. */
export class LiveView {
  private text = "";

  private constructor(private readonly update: { (text: string): void; clear(): void; done(): void }) {}

  /** Undefined where standard output is no terminal. */
  static async onTerminal(): Promise<LiveView | undefined> {
    if (!process.stdout.isTTY) return undefined;
    // Only a terminal needs it.
    const { default: update } = await import("log-update");
    return new LiveView(update);
  }

  draw(text: string): void {
    this.text = text;
    this.update(text);
  }

  /** Writes something that stays. */
  above(write: () => void): void {
    this.update.clear();
    write();
    if (this.text !== "") this.update(this.text);
  }

  /** Leaves the last drawing where it is, and gives the cursor back. */
  end(): void {
    this.update.done();
  }
}
