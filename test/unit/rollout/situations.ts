import { canary } from "../../../rollout";
import type { Cursor } from "../../../rollout/cursor";
import { planHash } from "../../../rollout/hash";
import type { Intent, Situation } from "../../../rollout/situation";
import { weightsAt } from "../../../rollout/traffic";

/** Stages: provision, smoke, mirror-20, canary-10, canary-50, full, bake, retire. */
export const plan = canary([10, 50], { smoke: [{ name: "one", body: {}, expect: {} }], mirror: 20 });

export const intent: Intent = {
  ...{ plan, planHash: planHash(plan), live: "blue", candidate: "green" },
  ...{ liveContent: "1".repeat(12), candidateContent: "2".repeat(12) },
};

/** Seconds since 1970 at which the stage of {@link cursor} began. */
export const SINCE = 1_800_000_000;

export const cursor: Cursor = {
  ...{ id: "0123abcd", plan: intent.planHash, sequence: 7, stage: 3, status: "running", since: SINCE },
  ...{ isApproved: false, live: "blue", candidate: "green", liveContent: intent.liveContent },
  candidateContent: intent.candidateContent,
};

/** What differs of a situation; members of the endpoint beside the others. */
type Differs = Partial<Omit<Situation, "endpoint" | "intent">> &
  Partial<Situation["endpoint"]> & { readonly said?: Partial<Intent> };

/** A rollout that runs with the weights of its stage, half a minute after that began, with both deployments ready. */
export function situationAt(changes: Partial<Cursor> | undefined, differs: Differs = {}): Situation {
  const { isReady = true, said, ...rest } = differs;
  const at = changes && { ...cursor, ...changes };
  const weights = weightsAt(said?.plan ?? plan, at?.stage ?? 0, at ?? intent);
  const { traffic = weights.traffic, mirrorTraffic = weights.mirrorTraffic, ...more } = rest;
  return {
    ...{ intent: { ...intent, ...said }, newId: "fedcba98", now: SINCE + 30, live: "ready", candidate: "ready" },
    ...{ deployments: 2, verdict: "inconclusive", ...more },
    endpoint: { isReady, traffic, mirrorTraffic, cursor: "cursor" in differs ? differs.cursor : at },
  };
}
