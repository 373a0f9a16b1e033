import type { Identity } from "../arm/endpoint";
import { findWord, identityTypes } from "../arm/endpoint-words";
import type { EndpointSettingsOutputs } from "../arm/endpoint-settings";
import { sameTraffic } from "../arm/traffic";
import { type CheckedSettings } from "./endpoint-settings-check";
import type { DiffResult } from "./results";
import { sameSignIn } from "./sign-in";
import { holdsUnknown } from "./unknown";

/**
 * What an update would do. Only what changes the live endpoint counts, so that previews are quiet:
 * - `deployments` alone is no change: the names are rules for the weights, nothing is written for them, and the engine
 *   records new inputs also where nothing changes, so the next check sees them.
 * - Giving up a member (say, weights that a rollout moves from now on) is no change: it stays as it is live.
 * - Tags are different: those that are given up are taken away.
 */
export function diffSettings(olds: Partial<EndpointSettingsOutputs>, news: CheckedSettings): DiffResult {
  const replaces = (["workspaceId", "endpointName"] as const).filter((name) => !sameText(olds[name] ?? "", news[name]));
  const { traffic, mirrorTraffic, authMode, publicNetworkAccess, tags, identity, takesOver = [] } = news;
  const changes =
    replaces.length > 0 ||
    takesOver.length > 0 ||
    holdsUnknown({ traffic, mirrorTraffic, authMode, publicNetworkAccess, tags, identity }) ||
    differs(olds.traffic, traffic, sameTraffic) ||
    differs(olds.mirrorTraffic, mirrorTraffic, sameTraffic) ||
    differs(olds.authMode, authMode, sameText) ||
    differs(olds.publicNetworkAccess, publicNetworkAccess, sameText) ||
    differs(olds.identity, identity, sameIdentity) ||
    !sameTags(olds.tags ?? {}, tags ?? {}) ||
    !sameSignIn(olds.connection, news.connection);
  return { changes, replaces };
}

function differs<T>(old: T | undefined, wanted: T | undefined, same: (a: T, b: T) => boolean): boolean {
  return wanted !== undefined && (old === undefined || !same(old, wanted));
}

function sameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function sameTags(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** True where both are the same identities. */
export function sameIdentity(a: Identity, b: Identity): boolean {
  const ids = ({ userAssignedIdentities = [] }: Identity) =>
    userAssignedIdentities.map((id) => id.toLowerCase()).sort();
  return findWord(identityTypes, a.type) === findWord(identityTypes, b.type) && ids(a).join() === ids(b).join();
}
