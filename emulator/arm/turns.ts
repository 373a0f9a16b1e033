/** Lets works with the same key run one after the other, in the order in which they came. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();
  private closed = false;

  /** True while a work with this key runs or waits. */
  busy(key: string): boolean {
    return this.last.has(key);
  }

  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.last.get(key) ?? Promise.resolve()).then(() => {
      this.refuseLate();
      return work();
    });
    const over = turn.then(
      () => undefined,
      () => undefined,
    );
    this.last.set(key, over);
    void over.then(() => {
      if (this.last.get(key) === over) this.last.delete(key);
    });
    return turn;
  }

  /** Throws once the emulator is stopping; a work asks before it starts anything. */
  refuseLate(): void {
    if (this.closed) throw new Error("the local Azure ML is stopping");
  }

  /** From now on nothing begins. Returns what settles when what has begun is over. */
  close(): () => Promise<unknown> {
    this.closed = true;
    return () => Promise.all(this.last.values());
  }

  get isClosed(): boolean {
    return this.closed;
  }
}
