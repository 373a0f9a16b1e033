import type { Decision } from "../../../rollout/decision";

/** A decision in short: `write held:weights 3 {"blue":90,"green":10}`, `stop succeeded`, `refuse`. */
export function inShort(decision: Decision): string {
  if (decision.do === "stop") return `stop ${decision.ending}`;
  if (decision.do !== "write") return decision.do;
  const { cursor, weights } = decision;
  const status = cursor.hold ? `${cursor.status}:${cursor.hold}` : cursor.status;
  const mirror =
    Object.keys(weights.mirrorTraffic).length > 0 ? ` mirror ${JSON.stringify(weights.mirrorTraffic)}` : "";
  return `write ${status} ${cursor.stage} ${JSON.stringify(weights.traffic)}${mirror}`;
}
