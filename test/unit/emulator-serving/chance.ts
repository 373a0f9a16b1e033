import type { Random } from "../../../emulator/serving/front-end/traffic-split";

/** Mulberry32: the same numbers in every run. */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Four standard deviations of a count of `n` draws with probability `p`: missed once in 16 000 runs of a fair split. */
export const tolerance = (n: number, p: number): number => 4 * Math.sqrt(n * p * (1 - p)) + 1e-9;
