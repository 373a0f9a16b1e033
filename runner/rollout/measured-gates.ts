import { type RequestMinute, requestMinutes } from "../../azure/request-minutes";
import type { OnlineEndpoints } from "../../azure/online-endpoints";
import { type GateResult, judge } from "../../rollout/gates";
import type { Plan } from "../../rollout/plan";
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

/** Minutes that tell how many requests are to be expected. */
const HOUR = 60;

/** The requests that a deployment answered in a minute of the last hour, on average from its first one to its last. */
export async function requestsPerMinute(source: MetricSource, deployment: string, now: number): Promise<number> {
  const minutes = await source.minutes(deployment, now - HOUR * 60, now);
  const [first, last] = [minutes[0], minutes.at(-1)];
  if (!first || !last) return 0;
  return minutes.reduce((sum, { requests }) => sum + requests, 0) / ((last.at - first.at) / 60 + 1);
}

/** How often metrics are asked for again, and the milliseconds before the first time; each next one waits twice as long. */
const RETRIES = 5;
const FIRST_PAUSE = 1000;

/**
 * The verdict of each gate of the plan about what was measured since the stage began. Gates hold no state, so a runner that
 * starts anew comes to the same verdicts. A source that does not answer, however often it is asked, makes them inconclusive
 * and blind: silence is no failure.
 */
export async function measuredGates(
  source: MetricSource,
  { plan, candidate }: Intent,
  since: number,
  now: number,
  pause: (milliseconds: number) => Promise<void>,
): Promise<GateResult[]> {
  if (plan.gates.length === 0) return [];
  for (let attempt = 0; ; attempt++) {
    try {
      const minutes = await source.minutes(candidate, since, now);
      return plan.gates.map((gate) => judge(gate, minutes));
    } catch (error) {
      if (attempt === RETRIES) return blind(plan, error instanceof Error ? error.message : String(error));
      await pause(FIRST_PAUSE * 2 ** attempt);
    }
  }
}

function blind({ gates }: Plan, reason: string): GateResult[] {
  const evidence = `the metrics can't be read: ${reason}`;
  return gates.map(({ name, mode }) => ({ gate: name, mode, verdict: "inconclusive", evidence, isBlind: true }));
}
