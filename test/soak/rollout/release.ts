import type { StrategyOptions } from "../../../rollout";

/** A deployment of a release, and what it runs. */
export interface Side {
  name: string;
  RELEASE: string;
  /** Which requests its container fails: all of them, or all but golden ones. */
  FAILS?: "all" | "all but golden";
}

/** What the program of a run says: it reads this from `release.json`. */
export interface Release {
  live: Side;
  candidate?: Side;
  /** Percentages of the candidate before it gets everything. */
  weights?: readonly number[];
  plan?: StrategyOptions;
  /** The stage, where the program says it itself. */
  stage?: string;
}

/** A request that a candidate has to answer before anybody else asks it. */
export const golden = [{ name: "one", body: { golden: true }, expect: {} }];
