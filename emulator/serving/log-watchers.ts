import type { LogListener } from "./contract";

/** Who listens to which deployment's lines, by names, whether it runs already or not. */
export class LogWatchers {
  private readonly listeners = new Map<string, Set<LogListener>>();

  /** Returns what ends it. */
  watch(endpoint: string, deployment: string, listener: LogListener): () => void {
    const key = keyOf(endpoint, deployment);
    const listeners = this.listeners.get(key) ?? new Set();
    // One function may watch twice; each has an end of its own.
    const own: LogListener = (instance, lines) => listener(instance, lines);
    this.listeners.set(key, listeners.add(own));
    return () => {
      listeners.delete(own);
      if (listeners.size === 0 && this.listeners.get(key) === listeners) this.listeners.delete(key);
    };
  }

  tell(endpoint: string, deployment: string, instance: string, lines: readonly string[]): void {
    for (const listener of this.listeners.get(keyOf(endpoint, deployment)) ?? []) listener(instance, lines);
  }
}

function keyOf(endpoint: string, deployment: string): string {
  return `${endpoint}/${deployment}`.toLowerCase();
}
