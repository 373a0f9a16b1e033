import { get } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

import type { Probe } from "../contract";

/** Milliseconds before the second check of a server that has just been started; doubles until the probe's period. */
const FIRST_PAUSE = 50;

/** One check of a server's health: `GET /` answers with 2xx or 3xx within `timeout` seconds, as a Kubernetes probe asks. */
function isHealthy(port: number, timeout: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((settle) => {
    const options = { host: "127.0.0.1", port, path: "/", agent: false, timeout: timeout * 1000, signal };
    const request = get(options, (response) => {
      const status = response.statusCode ?? 0;
      response.resume().once("close", () => settle(status >= 200 && status < 400));
    });
    request.once("timeout", () => request.destroy());
    request.once("error", () => settle(false));
  });
}

/**
 * Settles as soon as a probe of a started server succeeds: true, or false where that is not so by `deadline`, in
 * milliseconds since 1970. Looks at once and often at first, to be quick on a laptop.
 */
export async function becomesReady(
  port: number,
  probe: Probe,
  deadline: number,
  signal: AbortSignal,
): Promise<boolean> {
  let successes = 0;
  for (
    let pause = FIRST_PAUSE;
    Date.now() < deadline && !signal.aborted;
    pause = Math.min(pause * 2, probe.period * 1000)
  ) {
    successes = (await isHealthy(port, probe.timeout, signal)) ? successes + 1 : 0;
    if (successes >= probe.successThreshold) return true;
    await delay(pause, undefined, { signal }).catch(() => undefined);
  }
  return false;
}

/** Repeats a probe of a server that is ready, and tells each time the verdict changes, until `signal` is aborted. */
export async function watchHealth(
  port: number,
  probe: Probe,
  verdict: (healthy: boolean) => void,
  signal: AbortSignal,
): Promise<void> {
  let healthy = true;
  let contrary = 0;
  const pause = { signal, ref: false };
  while (await delay(probe.period * 1000, true, pause).catch(() => false)) {
    const ok = await isHealthy(port, probe.timeout, signal);
    if (signal.aborted) return;
    contrary = ok === healthy ? 0 : contrary + 1;
    if (contrary < (healthy ? probe.failureThreshold : probe.successThreshold)) continue;
    healthy = !healthy;
    contrary = 0;
    verdict(healthy);
  }
}
