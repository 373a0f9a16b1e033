import type { LiveEndpoint } from "../arm/endpoint";
import { type EndpointSettingsInputs, SETTINGS_TIMEOUT } from "../arm/endpoint-settings";
import { ArmError } from "../azure/arm-error";
import type { OnlineEndpoints } from "../azure/online-endpoints";
import { type Clock, systemClock } from "./clock";
import { nextStep, type SettingsWrite } from "./settings-step";
import { attemptsAfter } from "./write-failure";

/** What of the service is needed to write settings. */
export type EndpointService = Pick<OnlineEndpoints, "get" | "getDeployment" | "put" | "patch">;

/** Milliseconds that reads may lag behind a write that is over. */
const LAG = 60_000;

/** Milliseconds between reads, doubled each time. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 10_000;

/**
 * Makes an endpoint what is wanted, and gives it as it shows then. Each round reads the live endpoint, decides on that,
 * and sends at most one write: nothing where nothing differs, and never a body again that was refused.
 */
export async function applySettings(
  service: EndpointService,
  wanted: EndpointSettingsInputs,
  formerTags: Readonly<Record<string, string>> = {},
  clock: Clock = systemClock,
): Promise<LiveEndpoint> {
  const { endpointName, workspaceId, timeoutSeconds = SETTINGS_TIMEOUT } = wanted;
  const deadline = clock.now() + timeoutSeconds * 1000;
  const shownBy = new Map<SettingsWrite["kind"], number>();
  const readDeployment: EndpointService["getDeployment"] = (...names) => service.getDeployment(...names);
  let wait = FIRST_WAIT;
  let failures = 0;
  for (;;) {
    const live = await service.get(endpointName);
    if (!live) throw new Error(`endpoint ${endpointName}: it does not exist in ${workspaceId}`);
    const step = await nextStep(live, { wanted, formerTags, shownBy }, clock.now(), readDeployment);
    if (step.do === "nothing") return live;
    const left = deadline - clock.now();
    if (left <= 0) throw overdue(wanted, step.do === "wait" ? step.reason : "the service refuses every write");
    if (step.do === "write") {
      try {
        await send(service, endpointName, step.write, left / 1000);
        shownBy.set(step.write.kind, clock.now() + LAG);
        [wait, failures] = [FIRST_WAIT, 0];
        continue;
      } catch (error) {
        failures += 1;
        if (failures > attemptsAfter(error)) throw error;
        wait = Math.max(wait, error instanceof ArmError ? (error.retryAfterMs ?? 0) : 0);
      }
    }
    await clock.sleep(Math.min(wait, left));
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
}

function send(service: EndpointService, endpoint: string, write: SettingsWrite, seconds: number): Promise<void> {
  return write.kind === "put"
    ? service.put(endpoint, write.body, seconds)
    : service.patch(endpoint, write.body, seconds);
}

function overdue({ endpointName, timeoutSeconds = SETTINGS_TIMEOUT }: EndpointSettingsInputs, reason: string): Error {
  return new Error(`endpoint ${endpointName}: not what is wanted after ${timeoutSeconds} s (${reason})`);
}
