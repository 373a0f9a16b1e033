import type { LiveEndpoint } from "../arm/endpoint";
import { type EndpointSettingsInputs, SETTINGS_TIMEOUT } from "../arm/endpoint-settings";
import { ArmError } from "../azure/arm-error";
import type { OnlineEndpoints } from "../azure/online-endpoints";
import { type Clock, systemClock } from "./clock";
import type { MemberWords } from "./member-words";
import { readyDeployments } from "./ready-deployments";
import { Progress, type RecordedSettings, type Sent } from "./settings-progress";
import { nextStep, type SettingsWrite } from "./settings-step";
import { UnderWay } from "./under-way";
import type { ReadDeployment } from "./weight-targets";
import { attemptsAfter } from "./write-failure";

/**
 * It failed after a write was sent, and what that made of the endpoint, or will yet make of it, nobody knows: what the state
 * recorded of what was to change may be so no longer.
 */
export class Unsettled extends Error {
  override readonly name = "Unsettled";
}

/** What of the service is needed to write settings. */
export interface EndpointService extends Pick<OnlineEndpoints, "get" | "put" | "patch"> {
  getDeployment: ReadDeployment;
  /** How programs say what is wanted, where that is not weights by name. */
  readonly words?: MemberWords;
}

/** Milliseconds that reads may lag behind a write that is over. */
const LAG = 60_000;

/** Milliseconds that the read may be old from which a body is built when it is sent; see overtaken.ts. */
export const FRESH = 1_000;

/** Milliseconds between reads, doubled each time. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 10_000;

/**
 * Makes an endpoint what is wanted, and gives it as it shows then. Each round reads the live endpoint, decides on that,
 * and sends at most one write: nothing where nothing differs, and never a body again that was refused. Rejects where
 * somebody else changed what the program asks to change, and with {@link Unsettled} where a write was sent.
 */
export async function applySettings(
  service: EndpointService,
  wanted: EndpointSettingsInputs,
  recorded: RecordedSettings = {},
  clock: Clock = systemClock,
): Promise<LiveEndpoint> {
  const progress = new Progress(wanted, recorded, service.words);
  try {
    return await carryOut(service, wanted, progress, clock);
  } catch (error) {
    throw progress.isUnsettled ? new Unsettled(asError(error).message) : error;
  }
}

async function carryOut(
  service: EndpointService,
  wanted: EndpointSettingsInputs,
  progress: Progress,
  clock: Clock,
): Promise<LiveEndpoint> {
  const { endpointName, workspaceId, timeoutSeconds = SETTINGS_TIMEOUT } = wanted;
  const deadline = clock.now() + timeoutSeconds * 1000;
  const readDeployment = readyDeployments(service, clock);
  const read = () => service.get(endpointName);
  let wait = FIRST_WAIT;
  let failures = 0;
  for (;;) {
    const live = await read();
    const readAt = clock.now();
    if (!live) throw new Error(`endpoint ${endpointName}: it does not exist in ${workspaceId}`);
    progress.saw(live);
    const step = await nextStep(live, progress, readAt, readDeployment);
    if (step.do === "nothing") return progress.end(live);
    if (step.do === "give up") {
      progress.giveUp(step.failure);
      continue;
    }
    const left = deadline - clock.now();
    if (left <= 0) throw overdue(wanted, step.do === "wait" ? step.reason : "the service refuses every write");
    if (step.do === "write") {
      if (clock.now() - readAt > FRESH) continue;
      const underWay = new UnderWay(read, clock);
      const failure = await send(service, endpointName, step.write, left / 1000, underWay.accepted).catch(asError);
      const sent: Sent = { base: live, write: step.write, looks: await underWay.ended() };
      if (failure === undefined) {
        progress.carriedOut(sent, clock.now() + LAG);
        [wait, failures] = [FIRST_WAIT, 0];
        continue;
      }
      progress.failed(sent, failure, underWay.isAccepted);
      failures += 1;
      if (failures > attemptsAfter(failure)) throw progress.because(failure);
      wait = Math.max(wait, failure instanceof ArmError ? (failure.retryAfterMs ?? 0) : 0);
    }
    await clock.sleep(Math.min(wait, left));
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
}

function send(
  service: EndpointService,
  endpoint: string,
  write: SettingsWrite,
  seconds: number,
  onAccepted: () => void,
): Promise<undefined> {
  const sent =
    write.kind === "put"
      ? service.put(endpoint, write.body, seconds, onAccepted)
      : service.patch(endpoint, write.body, seconds, onAccepted);
  return sent.then(() => undefined);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function overdue({ endpointName, timeoutSeconds = SETTINGS_TIMEOUT }: EndpointSettingsInputs, reason: string): Error {
  return new Error(`endpoint ${endpointName}: not what is wanted after ${timeoutSeconds} s (${reason})`);
}
