import { type EndpointBody, type LiveEndpoint, repeatEndpoint } from "../../arm/endpoint";
import type { Deployment } from "../../azure/online-endpoints";
import { CURSOR_TAG, type Cursor, cursorText, parseCursor } from "../../rollout/cursor";
import type { Write } from "../../rollout/decision";
import type { Standing } from "../../rollout/situation";
import { sameWeights, type Weights } from "../../rollout/traffic";

/** The endpoint of a rollout as it is live. */
export interface Seen extends Weights {
  readonly endpoint: LiveEndpoint;
  /** False while an operation works on it. */
  readonly isReady: boolean;
  readonly cursor: Cursor | undefined;
}

/** The tag does not hold what a runner wrote. Nothing is done until somebody has looked. */
export class ForeignCursor extends Error {
  override readonly name = "ForeignCursor";
}

/** What of the service a rollout needs. */
export interface RolloutService {
  get: (name: string) => Promise<LiveEndpoint | undefined>;
  listDeployments: (endpoint: string) => Promise<Deployment[]>;
  put: (name: string, body: EndpointBody, timeoutSeconds: number) => Promise<void>;
}

/**
 * Reads the endpoint of a rollout.
 *
 * @throws ForeignCursor where the tag holds what no runner wrote
 */
export async function look(service: RolloutService, name: string): Promise<Seen> {
  const endpoint = await service.get(name);
  if (!endpoint) throw new Error(`endpoint ${name}: there is none of this name`);
  const { traffic, mirrorTraffic, provisioningState } = endpoint.properties;
  return {
    endpoint,
    isReady: provisioningState === undefined || provisioningState === "Succeeded",
    traffic: traffic ?? {},
    mirrorTraffic: mirrorTraffic ?? {},
    cursor: cursorOf(endpoint),
  };
}

function cursorOf({ name, tags }: LiveEndpoint): Cursor | undefined {
  const text = tags?.[CURSOR_TAG];
  if (text === undefined) return undefined;
  const cursor = parseCursor(text);
  if (cursor) return cursor;
  throw new ForeignCursor(
    `endpoint ${name}: tag ${CURSOR_TAG}: "${text}" given, no runner wrote this; take the tag away: the weights ` +
      "stay as they are, and the journal has what was written last",
  );
}

/** A deployment among all of an endpoint; names do not differ by case. */
export function named(deployments: readonly Deployment[], name: string): Deployment | undefined {
  return deployments.find((each) => each.name.toLowerCase() === name.toLowerCase());
}

/** How a deployment stands. */
export function standingOf(deployment: Deployment | undefined): Standing {
  if (!deployment) return "missing";
  const state = deployment.properties.provisioningState ?? "Succeeded";
  if (state === "Succeeded") return "ready";
  return state === "Failed" || state === "Canceled" ? "failed" : "busy";
}

/**
 * Sends a write that was decided on what `seen` shows, if that still is so: cursor and weights go in one `PUT`, which
 * repeats all else. False where it is not so any more, and then nothing was sent.
 */
export async function send(
  service: RolloutService,
  name: string,
  seen: Seen,
  { cursor, weights }: Write,
  timeoutSeconds: number,
): Promise<boolean> {
  const now = await look(service, name);
  const isAsSeen =
    now.isReady && (now.cursor?.sequence ?? 0) === (seen.cursor?.sequence ?? 0) && now.cursor?.id === seen.cursor?.id;
  if (!isAsSeen || !sameWeights(now, seen)) return false;
  const body = repeatEndpoint(now.endpoint);
  body.tags = { ...body.tags, [CURSOR_TAG]: cursorText(cursor) };
  body.properties = { ...body.properties, traffic: weights.traffic, mirrorTraffic: weights.mirrorTraffic };
  await service.put(name, body, timeoutSeconds);
  return true;
}

/** True where reads show a write. */
export function shows(seen: Seen, { cursor, weights }: Write): boolean {
  return (
    seen.isReady &&
    seen.cursor?.id === cursor.id &&
    seen.cursor.sequence === cursor.sequence &&
    sameWeights(seen, weights)
  );
}
