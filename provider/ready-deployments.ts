import type { Clock } from "./clock";
import type { ReadDeployment } from "./weight-targets";

/** Milliseconds that a deployment counts as ready after it was seen ready. */
const READY_FOR = 10_000;

/**
 * Reads deployments, and those that were ready just now not again: after a read of deployments that took its time, the
 * endpoint is read anew, and then the body has to go out at once.
 */
export function readyDeployments(service: { getDeployment: ReadDeployment }, clock: Clock): ReadDeployment {
  const ready = new Map<string, { until: number; found: Awaited<ReturnType<ReadDeployment>> }>();
  return async (endpoint, name) => {
    const known = ready.get(name);
    if (known && clock.now() < known.until) return known.found;
    const found = await service.getDeployment(endpoint, name);
    ready.delete(name);
    if (found?.properties.provisioningState === "Succeeded") {
      ready.set(name, { until: clock.now() + READY_FOR, found });
    }
    return found;
  };
}
