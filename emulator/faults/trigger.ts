/** What says when a fault strikes. */
export interface Striking {
  times?: number;
  after?: number;
  share?: number;
  seed?: number;
}

/** Decides each time that a fault fits whether it strikes. */
export class Trigger {
  /** How often it struck. */
  strikes = 0;
  private passed = 0;
  private readonly random: () => number;

  constructor(private readonly striking: Striking) {
    this.random = seeded(striking.seed ?? 0);
  }

  /** How often it will yet strike; undefined where there is no end. */
  get left(): number | undefined {
    const { times } = this.striking;
    return times === undefined ? undefined : times - this.strikes;
  }

  /** True where it strikes now. */
  pull(): boolean {
    const { after = 0, share = 1 } = this.striking;
    if (this.left === 0) return false;
    if (this.passed < after) {
      this.passed++;
      return false;
    }
    if (share < 1 && this.random() >= share) return false;
    this.strikes++;
    return true;
  }
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32, public domain). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
