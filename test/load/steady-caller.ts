import { setTimeout as sleep } from "node:timers/promises";
import type { ScoringClient } from "../../azure/scoring/scoring-client";

/** Scores at a steady rate, whether or not the earlier requests are answered, and keeps what failed. */
export class SteadyCaller {
  readonly failures: string[] = [];
  answered = 0;
  private readonly pending = new Set<Promise<void>>();
  private readonly ended = new AbortController();
  private readonly sending: Promise<void>;

  /** @param rate requests a second */
  constructor(
    private readonly client: Pick<ScoringClient, "score">,
    private readonly rate: number,
  ) {
    this.sending = this.send();
  }

  /** Sends no more; settles when all that were sent have ended. */
  async stop(): Promise<void> {
    this.ended.abort();
    await this.sending;
    await Promise.all(this.pending);
  }

  private async send(): Promise<void> {
    const { signal } = this.ended;
    const began = performance.now();
    for (let sent = 0; !signal.aborted; await sleep(5, undefined, { signal }).catch(() => undefined)) {
      for (const due = ((performance.now() - began) / 1000) * this.rate; sent < due; sent += 1) {
        const asked: Promise<void> = this.ask().finally(() => this.pending.delete(asked));
        this.pending.add(asked);
      }
    }
  }

  private async ask(): Promise<void> {
    await this.client.score({ sleep: 0 }).then(
      () => (this.answered += 1),
      (error: unknown) => this.failures.push(String(error)),
    );
  }
}
