import type { Identity, LiveEndpoint } from "./endpoint";
import { type EndpointSettingsInputs, settingsPatch } from "./endpoint-settings";
import { authModes, findWord, identityTypes, networkAccesses } from "./endpoint-words";
import { normalizeTraffic, sameTraffic, type Traffic } from "./traffic";

/**
 * Recorded settings as they are live now. Only members that were managed are looked at, and one that still means the same
 * keeps the form in which it was written, so that a difference is drift and nothing else.
 */
export function settingsAsLive<T extends EndpointSettingsInputs>(live: LiveEndpoint, recorded: T): T {
  const { properties: now } = live;
  const { traffic, mirrorTraffic, authMode, publicNetworkAccess, tags, identity } = recorded;
  const drifted = settingsPatch(live, recorded, recorded.tags);
  return {
    ...recorded,
    ...(traffic && { traffic: asLive(traffic, now.traffic) }),
    ...(mirrorTraffic && { mirrorTraffic: asLive(mirrorTraffic, now.mirrorTraffic) }),
    ...(authMode && { authMode: word(authModes, authMode, now.authMode) }),
    ...(publicNetworkAccess && {
      publicNetworkAccess: word(networkAccesses, publicNetworkAccess, now.publicNetworkAccess ?? "Enabled"),
    }),
    ...(tags && { tags: ownTags(tags, live.tags ?? {}) }),
    ...(identity && drifted?.identity && { identity: liveIdentity(live) }),
  };
}

/** Names keep the case in which they were recorded. */
function asLive(recorded: Traffic, live: Traffic | null | undefined): Traffic {
  if (sameTraffic(recorded, live ?? {})) return recorded;
  const spelling = new Map(Object.keys(recorded).map((name) => [name.toLowerCase(), name]));
  const weights = Object.entries(normalizeTraffic(live ?? {}));
  return Object.fromEntries(weights.map(([name, weight]) => [spelling.get(name) ?? name, weight]));
}

function word<T extends string>(words: readonly T[], recorded: T, live: string): T {
  const now = findWord(words, live);
  return now === undefined || now === findWord(words, recorded) ? recorded : now;
}

function ownTags(recorded: Record<string, string>, live: Record<string, string>): Record<string, string> {
  const names = Object.keys(recorded);
  if (names.every((name) => recorded[name] === live[name])) return recorded;
  return Object.fromEntries(Object.entries(live).filter(([name]) => names.includes(name)));
}

function liveIdentity({ identity }: LiveEndpoint): Identity {
  const ids = Object.keys(identity?.userAssignedIdentities ?? {});
  const type = findWord(identityTypes, identity?.type) ?? "None";
  return ids.length > 0 ? { type, userAssignedIdentities: ids } : { type };
}
