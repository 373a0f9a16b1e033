import type { CollectionEvent } from "../collection/contract";
import type { Minutes, Point } from "./deployment-series";
import { History } from "./history";

/** Collected records of one instance, collection and fate, by the minute. */
export interface CollectedPoints {
  readonly deployment: string;
  readonly instance: string;
  readonly type: string;
  /** Empty for what was taken in. */
  readonly reason: string;
  readonly points: readonly Point[];
}

interface Count {
  readonly deployment: string;
  readonly instance: string;
  readonly type: string;
  readonly reason: string;
  running: number;
  readonly history: History;
}

/** What was collected of an endpoint's data, and what went wrong with it. */
export class CollectionSeries {
  private readonly counts = new Map<string, Count>();

  record({ deployment, instance, type, reason: failure }: Omit<CollectionEvent, "endpoint">): void {
    const reason = failure ?? "";
    const key = JSON.stringify([deployment, instance, type, reason]);
    const count = this.counts.get(key) ?? { deployment, instance, type, reason, running: 0, history: new History(1) };
    count.running++;
    this.counts.set(key, count);
  }

  /** Nothing of the last day is left. */
  get idle(): boolean {
    return this.counts.size === 0;
  }

  /** Ends the running minute `minute`; `next` is the one that begins. */
  close(minute: number, next: number): void {
    for (const [key, count] of this.counts) {
      if (count.running > 0) count.history.append(minute, [count.running]);
      count.running = 0;
      count.history.expire(next);
      if (count.history.empty) this.counts.delete(key);
    }
  }

  /** What was taken in, or what failed, of one deployment or of all. */
  points(fate: "taken" | "failed", { from, to }: Minutes, running: number, deployment?: string): CollectedPoints[] {
    return [...this.counts.values()]
      .filter(({ reason }) => (reason === "") === (fate === "taken"))
      .filter((count) => deployment === undefined || count.deployment.toLowerCase() === deployment.toLowerCase())
      .map(({ history, running: now, ...count }) => {
        const past = history.column(0, from, to).map((point) => ({ ...point, weight: point.value }));
        const present =
          now > 0 && running >= from && running < to ? [{ minute: running, value: now, weight: now }] : [];
        return { ...count, points: [...past, ...present] };
      });
  }
}
