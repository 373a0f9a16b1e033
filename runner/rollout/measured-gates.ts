import { type RequestMinute, requestMinutes } from "../../azure/request-minutes";
import type { OnlineEndpoints } from "../../azure/online-endpoints";
import { type GateResult, judge } from "../../rollout/gates";
import type { Intent } from "../../rollout/situation";

/** Where minutes come from. */
export interface MetricSource {
  /** Whole minutes of a deployment from `from` on, in seconds since 1970, as far as they are settled by `now`. */
  minutes(deployment: string, from: number, now: number): Promise<RequestMinute[]>;
}

/** Minutes that Azure Monitor takes until values no longer change. Source: "Azure Monitor Metrics overview", latency. */
export const SETTLE_MINUTES = 3;

/** Azure Monitor. `settleMinutes`: the newest minutes that are left out, besides the one that is not over. */
export function azureMonitor(endpoints: OnlineEndpoints, endpoint: string, settleMinutes: number): MetricSource {
  return {
    minutes: (deployment, from, now) => {
      // The minute in which the stage began belongs to the one before.
      const first = Math.ceil(from / 60) * 60;
      return requestMinutes(endpoints, { endpoint, deployment }, { from: first, to: now - settleMinutes * 60 });
    },
  };
}

/**
 * The verdict of each gate of the plan about what was measured since the stage began. Gates hold no state, so a runner that
 * starts anew comes to the same verdicts. A source that does not answer makes them inconclusive: silence is no failure.
 */
export async function measuredGates(
  source: MetricSource,
  { plan, candidate }: Intent,
  since: number,
  now: number,
): Promise<GateResult[]> {
  if (plan.gates.length === 0) return [];
  try {
    const minutes = await source.minutes(candidate, since, now);
    return plan.gates.map((gate) => judge(gate, minutes));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return plan.gates.map(({ name, mode }) => ({
      gate: name,
      mode,
      verdict: "inconclusive",
      evidence: `the metrics can't be read: ${reason}`,
    }));
  }
}
