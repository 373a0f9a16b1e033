import { setTimeout as sleep } from "node:timers/promises";
import { LogWindow, type NewLines } from "./log-window";
import type { LogQuery, OnlineEndpoints } from "./online-endpoints";

/** Lines that one look reads; more than are written between two. */
const WINDOW = 5000;

/** Which log is followed, and how often it is looked at. */
export interface FollowedLog extends Pick<LogQuery, "container"> {
  endpoint: string;
  deployment: string;
  /** Milliseconds between two looks. Default 2000. */
  intervalMs?: number;
  /** Ends it. */
  signal?: AbortSignal;
}

/**
 * The log of a deployment as it is written, look by look: no line twice, and none left out unless the result says so. Ends
 * with the signal; rejects with `ArmError` where the deployment is gone.
 */
export async function* followLog(
  endpoints: Pick<OnlineEndpoints, "logs">,
  { endpoint, deployment, container, intervalMs = 2000, signal }: FollowedLog,
): AsyncGenerator<NewLines> {
  const window = new LogWindow();
  while (!signal?.aborted) {
    const found = window.look(await endpoints.logs(endpoint, deployment, { container, tail: WINDOW }));
    if (found.lines.length > 0) yield found;
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}
