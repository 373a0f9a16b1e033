import { sameTraffic } from "../arm/traffic";
import type { Write } from "./decision";
import type { Situation } from "./situation";
import { weightsAt } from "./traffic";

/**
 * What must hold of every write, whoever decided it. The reducer is built so that it does; a runner looks once more just
 * before it sends, and every test does.
 */
export function brokenInvariants(situation: Situation, { cursor, weights }: Write): string[] {
  const { endpoint, intent, live, candidate, verdict, command, remembered } = situation;
  const before = endpoint.cursor ?? remembered;
  const after = weights;
  const weightOf = (traffic: Readonly<Record<string, number>>, name: string): number =>
    traffic[name.toLowerCase()] ?? 0;
  const was = weightOf(endpoint.traffic, cursor.candidate);
  const is = weightOf(after.traffic, cursor.candidate);
  const mirroredBefore = weightOf(endpoint.mirrorTraffic, cursor.candidate);
  const mirrored = weightOf(after.mirrorTraffic, cursor.candidate);
  const stage = before && intent.plan.stages[before.stage];
  const sum = Object.values(after.traffic).reduce((total, weight) => total + weight, 0);
  const exposed = stage !== undefined && (stage.kind === "mirror" || stage.kind === "shift" || stage.kind === "bake");
  const rules: [broken: boolean, rule: string][] = [
    [sum !== 100 || !Object.values(after.traffic).every(Number.isInteger), "weights are whole and sum to 100"],
    [(is > was || mirrored > mirroredBefore) && candidate !== "ready", "only a ready deployment gets more requests"],
    [mirrored > 0 && is > 0, "a mirror goes to a deployment without live traffic"],
    [cursor.sequence !== (before?.sequence ?? 0) + 1, "every write has the next sequence number"],
    [is > was && exposed && verdict !== "pass" && command !== "promote", "no increase without a pass of the gates"],
    [is > was && verdict === "fail" && exposed, "no increase while a gate fails"],
    [is < was && cursor.status !== "rolledBack", "weight is taken away by a rollback only"],
    [is < was && live !== "ready", "traffic goes back to a deployment that is ready"],
    [
      cursor.status === "rolledBack" && !sameTraffic(after.traffic, { [cursor.live]: 100 }),
      "after a rollback the live deployment has everything",
    ],
    [
      cursor.status === "running" &&
        before?.hold !== "weights" &&
        !sameTraffic(after.traffic, weightsAt(intent.plan, cursor.stage, cursor).traffic),
      "cursor and weights agree",
    ],
    [cursor.status === "succeeded" && is !== 100, "a rollout has succeeded with all live traffic on the candidate"],
  ];
  return rules.filter(([broken]) => broken).map(([, rule]) => rule);
}
