import { randomBytes } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { OnlineEndpoints } from "../../azure/online-endpoints";
import { openScoring } from "../../azure/scoring/open-scoring";
import type { Intent } from "../../rollout/situation";
import type { Surroundings } from "./around";
import { golden } from "./golden";
import type { Lease } from "./lease";
import { azureMonitor, measuredGates } from "./measured-gates";

/** What differs from one rollout to the next. */
export interface Place extends Pick<Surroundings, "endpoint" | "journal" | "up" | "isUpdated"> {
  endpoints: OnlineEndpoints;
  /** Default: user and machine. */
  by: string | undefined;
  settleMinutes: number;
}

/** Everything around a rollout on Azure, or on a local Azure ML. */
export function surroundingsOf({ endpoints, by, settleMinutes, ...place }: Place, lease: Lease): Surroundings {
  const { endpoint } = place;
  const source = azureMonitor(endpoints, endpoint, settleMinutes);
  return {
    ...place,
    lease,
    service: {
      get: (name) => endpoints.get(name),
      listDeployments: (name) => endpoints.listDeployments(name),
      put: (name, body, seconds) => endpoints.put(name, body, seconds),
    },
    // One that ends early is no failure: whoever ended it looks at the signal.
    sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
    by: by ?? `${userInfo().username}@${hostname()}`,
    smoke: (intent, stage) => smoke(endpoints, endpoint, intent, stage),
    gates: (intent, since, now) => measuredGates(source, intent, since, now, sleep),
    now: () => new Date(),
    newId: () => randomBytes(4).toString("hex"),
  };
}

/** Sends the golden requests of a stage; where instances came later, those of the plan's smoke stages. */
async function smoke(endpoints: OnlineEndpoints, endpoint: string, { plan, live, candidate }: Intent, index: number) {
  const at = plan.stages[index];
  const stages = at?.kind === "smoke" ? [at] : plan.stages;
  const requests = stages.flatMap((stage) => (stage.kind === "smoke" ? stage.requests : []));
  const client = await openScoring(endpoints, endpoint);
  try {
    const ask = (body: unknown, deployment: string) => client.attempt(body, { deployment });
    const evidence = await golden(requests, { live, candidate }, ask);
    const isFine = evidence.every(({ faults }) => faults.length === 0);
    return { result: isFine ? ("pass" as const) : ("fail" as const), evidence };
  } finally {
    await client.close();
  }
}
