import { setTimeout as delay } from "node:timers/promises";

import type { DeploymentSpec, Probe } from "../contract";
import { becomesReady } from "./probing";

/** How a server's start ended: with a port that answers, or by the probe that did not succeed in time. */
export type StartUp = { port: number } | { failed: "Startup" | "Readiness" };

/**
 * Waits until a started server is ready. A startup probe has the say first: until it has succeeded, readiness does not
 * count and takes none of its time.
 */
export async function comesUp(
  port: Promise<number>,
  { startupProbe, readinessProbe }: Pick<DeploymentSpec, "startupProbe" | "readinessProbe">,
  over: AbortSignal,
): Promise<StartUp> {
  const first = startupProbe === undefined ? "Readiness" : "Startup";
  const probe = startupProbe ?? readinessProbe;
  const deadline = Date.now() + allowance(probe);
  const listening = await within(port, allowance(probe), over);
  if (listening === undefined || !(await becomesReady(listening, probe, deadline, over))) return { failed: first };
  if (startupProbe === undefined) return { port: listening };
  const ready = await becomesReady(listening, readinessProbe, Date.now() + allowance(readinessProbe), over);
  return ready ? { port: listening } : { failed: "Readiness" };
}

/** Milliseconds that a probe gives a server to succeed: its initial delay and as many periods as it may fail. */
function allowance({ initialDelay, failureThreshold, period }: Probe): number {
  return (initialDelay + failureThreshold * period) * 1000;
}

/** What `promise` gives, or undefined where that takes too long or `over` is aborted. */
async function within<T>(promise: Promise<T>, milliseconds: number, over: AbortSignal): Promise<T | undefined> {
  const enough = new AbortController();
  const timeout = delay(milliseconds, undefined, { signal: AbortSignal.any([over, enough.signal]) });
  const result = await Promise.race([promise, timeout.catch(() => undefined)]);
  enough.abort();
  return result;
}
