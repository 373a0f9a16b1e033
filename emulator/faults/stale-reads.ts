import type { BareRequest } from "../arm/http/request";
import type { Outcome } from "./outcome";

/** Reads of one resource that show what was before its last write. */
interface Stale {
  outcome: Outcome;
  readsLeft: number;
  /** Milliseconds since 1970. */
  until: number;
}

/** What reads show after writes, by path, for a number of reads or for some time. */
export class StaleReads {
  private readonly stale = new Map<string, Stale>();

  constructor(
    private readonly lasting: { reads?: number; milliseconds?: number },
    private readonly now: () => number = Date.now,
  ) {}

  /** The resource was written; `before` is what a read showed just before. */
  written({ path }: BareRequest, before: Outcome): void {
    const { reads = Infinity, milliseconds = Infinity } = this.lasting;
    this.stale.set(path.toLowerCase(), { outcome: before, readsLeft: reads, until: this.now() + milliseconds });
  }

  /** What a read shows, where that is not what is. */
  read({ path }: BareRequest): Outcome | undefined {
    const key = path.toLowerCase();
    const stale = this.stale.get(key);
    if (stale === undefined) return undefined;
    if (stale.readsLeft-- > 0 && this.now() < stale.until) return stale.outcome;
    this.stale.delete(key);
    return undefined;
  }
}
