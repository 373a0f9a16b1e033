import type { Traffic } from "./traffic";

/** How callers of an endpoint prove who they are. */
export type AuthMode = "Key" | "AMLToken" | "AADToken";

/** Whether an endpoint answers from the public network. */
export type NetworkAccess = "Enabled" | "Disabled";

/** Who an endpoint is when it reads the model, the image and your own resources. */
export interface Identity {
  /** `SystemAssigned`, `UserAssigned`, `SystemAssigned,UserAssigned` or `None`. */
  type: IdentityType;
  /** ARM ids of user-assigned identities. */
  userAssignedIdentities?: string[];
}

/** Which identities an endpoint or deployment has. */
export type IdentityType = "None" | "SystemAssigned" | "UserAssigned" | "SystemAssigned,UserAssigned";

/** An identity as ARM has it: ids are the keys of a map. */
export interface ArmIdentity {
  type: string;
  principalId?: string;
  tenantId?: string;
  userAssignedIdentities?: Record<string, Record<string, unknown>> | null;
}

/** What ARM answers for an online endpoint. */
export interface LiveEndpoint {
  id: string;
  name: string;
  location: string;
  kind?: string;
  sku?: Record<string, unknown>;
  tags?: Record<string, string> | null;
  identity?: ArmIdentity;
  properties: {
    authMode: string;
    compute?: string | null;
    description?: string | null;
    properties?: Record<string, string> | null;
    publicNetworkAccess?: string;
    traffic?: Traffic | null;
    mirrorTraffic?: Traffic | null;
    provisioningState?: string;
    scoringUri?: string;
    swaggerUri?: string;
  };
  /** Who changed it last, and when; not every answer tells. */
  systemData?: SystemData;
}

/** Who changed a resource last (a name or an object id), and when (ISO 8601). */
export interface SystemData {
  lastModifiedBy?: string;
  lastModifiedAt?: string;
}

/** What ARM answers for an online deployment, as far as traffic depends on it. */
export interface LiveDeployment {
  id: string;
  name: string;
  properties: { provisioningState?: string };
}

/** The part of an endpoint that `PUT` replaces: all of it has to be said again to survive. */
export type EndpointBody = Omit<LiveEndpoint, "id" | "name" | "systemData">;

/** An answer of `GET` as the body of the next `PUT`: what only the service sets is left out, all else is repeated. */
export function repeatEndpoint(live: LiveEndpoint): EndpointBody {
  const { location, kind, sku, tags, identity, properties } = live;
  const { provisioningState: _state, scoringUri: _scoring, swaggerUri: _swagger, ...writable } = properties;
  return withoutUndefined({
    location,
    kind,
    sku,
    tags: tags ?? undefined,
    identity: identity && repeatIdentity(identity),
    properties: withoutUndefined({
      ...writable,
      traffic: properties.traffic ?? {},
      mirrorTraffic: properties.mirrorTraffic ?? {},
    }),
  });
}

function repeatIdentity({ type, userAssignedIdentities }: ArmIdentity): ArmIdentity {
  const ids = Object.keys(userAssignedIdentities ?? {});
  return ids.length === 0 ? { type } : { type, userAssignedIdentities: identityMap(ids) };
}

/** Ids as the map that ARM takes. */
export function identityMap(ids: readonly string[]): Record<string, Record<string, never>> {
  return Object.fromEntries(ids.map((id) => [id, {}]));
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined && member !== null)) as T;
}
