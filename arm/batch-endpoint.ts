import type { ArmIdentity, EndpointBody, LiveEndpoint, SystemData } from "./endpoint";
import type { Traffic } from "./traffic";

/** What ARM answers for a batch endpoint. */
export interface LiveBatchEndpoint {
  id: string;
  name: string;
  location: string;
  kind?: string;
  sku?: Record<string, unknown>;
  tags?: Record<string, string> | null;
  identity?: ArmIdentity;
  properties: {
    authMode: string;
    /** Which deployment gets the jobs that ask for none. */
    defaults?: { deploymentName?: string | null } | null;
    description?: string | null;
    properties?: Record<string, string> | null;
    provisioningState?: string;
    scoringUri?: string;
    swaggerUri?: string;
  };
  systemData?: SystemData;
}

/** The part of a batch endpoint that `PUT` replaces: all of it has to be said again to survive. */
export type BatchEndpointBody = Omit<LiveBatchEndpoint, "id" | "name" | "systemData">;

/*
 * A default deployment is a split of one: it gets 100 percent of the jobs. Seen so, a batch endpoint is an endpoint with
 * weights, and whatever was proven for reading, changing and writing weights back holds for the default as well.
 */

/** The weights that a default deployment stands for. */
export function defaultAsTraffic(deployment: string | null | undefined): Traffic {
  return deployment ? { [deployment]: 100 } : {};
}

/** The default deployment that weights stand for; undefined where they stand for none. */
export function trafficAsDefault(traffic: Readonly<Traffic> | null | undefined): string | undefined {
  return Object.entries(traffic ?? {}).find(([, weight]) => weight > 0)?.[0];
}

/** A batch endpoint with its default as weights; all else stays as it is. */
export function batchAsWeighted(live: LiveBatchEndpoint): LiveEndpoint {
  const traffic = defaultAsTraffic(live.properties.defaults?.deploymentName);
  return { ...live, properties: { ...live.properties, traffic } };
}

/** The body of a `PUT` with its weights as the default; members of online endpoints, which batch has not, are left out. */
export function weightedAsBatch({ properties, ...outer }: EndpointBody): BatchEndpointBody {
  const { traffic, mirrorTraffic: _mirror, publicNetworkAccess: _access, compute: _compute, ...repeated } = properties;
  const kept = "defaults" in repeated && isRecord(repeated.defaults) ? repeated.defaults : {};
  const { deploymentName: _before, ...otherDefaults } = kept;
  const deploymentName = trafficAsDefault(traffic);
  const defaults = { ...otherDefaults, ...(deploymentName === undefined ? {} : { deploymentName }) };
  return { ...outer, properties: { ...repeated, defaults } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
