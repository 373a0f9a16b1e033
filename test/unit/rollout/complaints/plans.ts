import { canary, type StrategyOptions } from "../../../../rollout";

export const smoke = [{ name: "one", body: {}, expect: {} }];

/** A plan that is through in a few steps. */
export const quick = (options: StrategyOptions = {}) =>
  canary([10, 50], { smoke, atLeast: "1m", atMost: "5m", bake: "1m", retireAfter: "1m", ...options });
