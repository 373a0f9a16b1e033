import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { NativeAddress } from "../../arm/native-resource";
import type { ArmClient } from "../../azure/arm-client";

/** A resource as the service has it. */
export interface Found {
  /** As the service spells it. */
  id: string;
  /** `Succeeded`, `Failed`, …; undefined for what has no state. */
  state: string | undefined;
  /** ARM's whole answer. */
  answer: Record<string, unknown>;
}

/** What differs in tests, and who hears of the waiting. */
export interface Patience {
  /** Called at once, on every change of state, and every half minute. */
  onWait?: (name: string, state: string, seconds: number) => void;
  /** Seconds until it is given up. Default 3 h, as long as a deployment may take. */
  timeoutSeconds?: number;
}

const anyResource = z.looseObject({
  id: z.string().optional(),
  properties: z.looseObject({ provisioningState: z.string().nullish() }).nullish(),
});

/** Reads one resource; undefined where there is none. */
export async function lookUp(arm: ArmClient, { id, apiVersion }: NativeAddress): Promise<Found | undefined> {
  const answer = await arm.get(`${id}?api-version=${apiVersion}`, anyResource);
  if (!answer) return undefined;
  const known = answer.id?.toLowerCase() === id.toLowerCase() ? answer.id : id;
  return { id: known, state: answer.properties?.provisioningState ?? undefined, answer };
}

/** The states in which the service has not done with a resource yet. */
const busy = new Set(["creating", "updating", "deleting", "provisioning", "scaling", "accepted", "inprogress"]);

const REPORT_SECONDS = 30;

/** Reads one resource until the service has done with it. */
export async function lookUpSettled(
  arm: ArmClient,
  address: NativeAddress,
  name: string,
  { onWait, timeoutSeconds = 3 * 3600 }: Patience,
): Promise<Found | undefined> {
  const began = Date.now();
  let told = { state: "", at: 0 };
  for (;;) {
    const found = await lookUp(arm, address);
    if (!found || !busy.has(found.state?.toLowerCase() ?? "")) return found;
    const state = found.state ?? "";
    const seconds = Math.round((Date.now() - began) / 1000);
    if (state !== told.state || seconds - told.at >= REPORT_SECONDS) {
      told = { state, at: seconds };
      onWait?.(name, state, seconds);
    }
    if (seconds > timeoutSeconds) throw new Error(`it is still ${state} after ${seconds} s`);
    await sleep(arm.cloud.local ? 100 : 5000);
  }
}
