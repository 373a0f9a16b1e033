import type { Account } from "./account";
import type { ConnectionSettings } from "./connection";
import { type AuthMode, type EndpointBody, type Identity, type LiveEndpoint, type NetworkAccess } from "./endpoint";
import { identityMap, repeatEndpoint } from "./endpoint";
import { normalizeTraffic, sameTraffic, type Traffic } from "./traffic";

/** What the one writer of an endpoint's changeable settings is told. Whatever is absent is left as it is live. */
export interface EndpointSettingsInputs {
  /** ARM id of the workspace. */
  workspaceId: string;
  endpointName: string;
  /** Names of the deployments that the program declares; undefined where they are declared elsewhere. */
  deployments?: string[];
  /** True where another program makes the endpoint, and may declare deployments of it too. */
  endpointElsewhere?: boolean;
  traffic?: Traffic;
  mirrorTraffic?: Traffic;
  authMode?: AuthMode;
  publicNetworkAccess?: NetworkAccess;
  /** Own tags only: tags of others are kept. */
  tags?: Record<string, string>;
  identity?: Identity;
  /** Seconds that one write may take until it shows. */
  timeoutSeconds?: number;
  /** Sign-in of an explicit provider; else configuration and environment decide. Secret. */
  connection?: ConnectionSettings;
  /** Why the program must not go on, where it found so while it ran. Never recorded: the check refuses it. */
  refusal?: string;
  /** Where azure-native works, to be compared with the sign-in. Absent in states of before. */
  account?: Account;
}

/** What is known of the endpoint once its settings show. */
export interface EndpointSettingsOutputs extends EndpointSettingsInputs {
  scoringUri: string;
  swaggerUri: string;
  /** Object id of the system-assigned identity; empty where there is none. */
  principalId: string;
}

/** Seconds that a write may take where the program does not say. */
export const SETTINGS_TIMEOUT = 1800;

/** The `PUT` that makes `live` what is wanted, or undefined where nothing that only a `PUT` can change differs. */
export function settingsPut(live: LiveEndpoint, wanted: EndpointSettingsInputs): EndpointBody | undefined {
  if (!settingsDiffer(live, wanted)) return undefined;
  const body = repeatEndpoint(live);
  const { traffic, mirrorTraffic, authMode, publicNetworkAccess } = wanted;
  if (traffic) body.properties.traffic = normalizeTraffic(traffic);
  if (mirrorTraffic) body.properties.mirrorTraffic = normalizeTraffic(mirrorTraffic);
  if (authMode) body.properties.authMode = authMode;
  if (publicNetworkAccess) body.properties.publicNetworkAccess = publicNetworkAccess;
  return body;
}

/** True where weights, mirror, auth mode or network access of `live` are not what is wanted. */
export function settingsDiffer({ properties: live }: LiveEndpoint, wanted: EndpointSettingsInputs): boolean {
  return (
    (wanted.traffic !== undefined && !sameTraffic(live.traffic ?? {}, wanted.traffic)) ||
    (wanted.mirrorTraffic !== undefined && !sameTraffic(live.mirrorTraffic ?? {}, wanted.mirrorTraffic)) ||
    (wanted.authMode !== undefined && !sameWord(live.authMode, wanted.authMode)) ||
    (wanted.publicNetworkAccess !== undefined &&
      !sameWord(live.publicNetworkAccess ?? "Enabled", wanted.publicNetworkAccess))
  );
}

/** Body of a `PATCH`, which reaches tags and identity and nothing else. */
export type EndpointPatch = Partial<Pick<EndpointBody, "tags" | "identity">>;

/**
 * The `PATCH` that makes tags and identity what is wanted, or undefined where they are. `formerTags` are the own tags
 * of before: those that are no longer wanted go, tags of others stay.
 */
export function settingsPatch(
  live: LiveEndpoint,
  wanted: EndpointSettingsInputs,
  formerTags: Readonly<Record<string, string>> = {},
): EndpointPatch | undefined {
  const patch: EndpointPatch = {};
  const present = live.tags ?? {};
  const foreign = Object.entries(present).filter(([key]) => !(key in formerTags));
  const tags = { ...Object.fromEntries(foreign), ...wanted.tags };
  if (!sameMap(present, tags)) patch.tags = tags;
  if (wanted.identity && !sameIdentity(live, wanted.identity)) {
    const { type, userAssignedIdentities = [] } = wanted.identity;
    patch.identity =
      userAssignedIdentities.length > 0
        ? { type, userAssignedIdentities: identityMap(userAssignedIdentities) }
        : { type };
  }
  return Object.keys(patch).length > 0 ? patch : undefined;
}

function sameIdentity(live: LiveEndpoint, wanted: Identity): boolean {
  const ids = Object.keys(live.identity?.userAssignedIdentities ?? {});
  return (
    sameWord((live.identity?.type ?? "None").replaceAll(" ", ""), wanted.type) &&
    JSON.stringify(ids.map(lower).sort()) === JSON.stringify((wanted.userAssignedIdentities ?? []).map(lower).sort())
  );
}

function sameMap(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function sameWord(a: string, b: string): boolean {
  return lower(a) === lower(b);
}

function lower(text: string): string {
  return text.toLowerCase();
}
