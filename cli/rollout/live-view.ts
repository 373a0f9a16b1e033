/** A block of text at the end of the terminal that is drawn over and over. */
export interface LiveView {
  draw(text: string): void;
  /** Leaves the last drawing where it is, and gives the cursor back. */
  end(): void;
}

/** Undefined where standard output is no terminal. */
export async function liveView(): Promise<LiveView | undefined> {
  if (!process.stdout.isTTY) return undefined;
  // Only a terminal needs it.
  const { default: update } = await import("log-update");
  return { draw: update, end: () => update.done() };
}
