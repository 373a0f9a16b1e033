/** The operations of the service as they begin. */
export class Operations {
  private waiting: { left: number; reached: () => void }[] = [];

  /** An operation begins. */
  begin(): void {
    for (const one of this.waiting) {
      one.left -= 1;
      if (one.left <= 0) one.reached();
    }
  }

  /** Settles when so many more have begun. */
  async more(count: number): Promise<void> {
    if (count <= 0) return;
    let one: (typeof this.waiting)[number] | undefined;
    await new Promise<void>((reached) => this.waiting.push((one = { left: count, reached })));
    this.waiting = this.waiting.filter((other) => other !== one);
  }
}
