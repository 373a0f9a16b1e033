import type { LiveEndpoint } from "../arm/endpoint";
import type { EndpointSettingsInputs } from "../arm/endpoint-settings";
import { authModes, findWord, networkAccesses } from "../arm/endpoint-words";
import { normalizeTraffic, sameTraffic, type Traffic } from "../arm/traffic";

/** Settings that only a `PUT` changes, and that every `PUT` says again whether it means to change them or not. */
export const putMembers = ["traffic", "mirrorTraffic", "authMode", "publicNetworkAccess"] as const;

export type PutMember = (typeof putMembers)[number];

/** Some of them, with their values. */
export type PutValues = Partial<Pick<EndpointSettingsInputs, PutMember>>;

/** What an endpoint, or the body of a `PUT`, says of them; a word that nobody here knows is left out. */
export function valuesOf({ properties }: Pick<LiveEndpoint, "properties">): PutValues {
  const { traffic, mirrorTraffic, authMode, publicNetworkAccess = "Enabled" } = properties;
  return {
    traffic: normalizeTraffic(traffic ?? {}),
    mirrorTraffic: normalizeTraffic(mirrorTraffic ?? {}),
    authMode: findWord(authModes, authMode),
    publicNetworkAccess: findWord(networkAccesses, publicNetworkAccess),
  };
}

/** Recorded values, without those of members that are taken over: these are as old as the day they were given up. */
export function knownValues(recorded: PutValues, takesOver: readonly string[] = []): PutValues {
  const { traffic, mirrorTraffic, authMode, publicNetworkAccess } = recorded;
  const known: PutValues = { traffic, mirrorTraffic, authMode, publicNetworkAccess };
  return pick(
    known,
    putMembers.filter((name) => !takesOver.includes(name)),
  );
}

/** Only the named members. */
export function pick(values: PutValues, names: readonly PutMember[]): PutValues {
  const picked = { ...values };
  for (const name of putMembers) if (!names.includes(name)) delete picked[name];
  return picked;
}

/** True where two values of a member mean the same to the service. */
export function sameValue(a: Traffic | string | undefined, b: Traffic | string | undefined): boolean {
  if (typeof a === "string" && typeof b === "string") return a.toLowerCase() === b.toLowerCase();
  return typeof a === "object" && typeof b === "object" ? sameTraffic(a, b) : a === b;
}

/** The members that are given and not what the state recorded of them: those that an update means to change. */
export function changedMembers(recorded: PutValues, wanted: PutValues): PutMember[] {
  return putMembers.filter((name) => wanted[name] !== undefined && !sameValue(recorded[name], wanted[name]));
}
