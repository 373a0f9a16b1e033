import type { TokenClaims } from "./token-claims";

/** Who made a resource, as ARM's `systemData` tells. */
export interface Maker {
  /** A user's e-mail or display name, or an application's id; which of them depends on the service. */
  createdBy?: string;
  /** `User`, `Application`, `ManagedIdentity` or `Key`. */
  createdByType?: string;
}

/** Somebody who signs in, with all names that the service may know them by. */
interface SignedIn {
  kind: "person" | "application" | undefined;
  ids: readonly string[];
  addresses: readonly string[];
  displayName: string | undefined;
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * True where the service names a maker who certainly is not the one that a token is of: both are known, can be compared and
 * differ. An id is compared with ids, an e-mail with e-mails, a display name with the display name.
 */
export function madeByAnother({ createdBy = "", createdByType = "" }: Maker, claims: TokenClaims | undefined): boolean {
  if (!claims || createdBy === "") return false;
  const { kind, ids, addresses, displayName } = signedIn(claims);
  if (kind === "application" && (createdByType === "User" || createdBy.includes("@"))) return true;
  if (kind === "person" && /^(Application|ManagedIdentity)$/.test(createdByType)) return true;
  if (guid.test(createdBy)) return differs(createdBy, ids);
  if (createdBy.includes("@")) return differs(plainAddress(createdBy), addresses);
  return differs(createdBy, displayName === undefined ? [] : [displayName]);
}

/** Who a token is of, for people. */
export function nameInToken({ upn, unique_name: uniqueName, name, appid, oid }: TokenClaims): string {
  return upn ?? uniqueName ?? name ?? appid ?? oid ?? "somebody else";
}

function signedIn({ idtyp, oid, appid, upn, unique_name: uniqueName, email, name }: TokenClaims): SignedIn {
  const addresses = present(upn, uniqueName, email).map(plainAddress);
  const person = idtyp === "user" || addresses.length > 0 || name !== undefined;
  const application = idtyp === "app" || (!person && appid !== undefined);
  return {
    kind: application ? "application" : person ? "person" : undefined,
    // A person's `appid` is that of the tool, which many people share.
    ids: application ? present(oid, appid) : present(oid),
    addresses,
    displayName: application ? undefined : name,
  };
}

/** Guests are `live.com#ada@contoso.com`, or `ada_contoso.com#EXT#@fabrikam.onmicrosoft.com`. */
function plainAddress(address: string): string {
  const [, guest] = /^(.+)#EXT#@/i.exec(address) ?? [];
  return guest === undefined ? address.replace(/^[\w.]+#/, "") : guest.replace(/_(?=[^_]*$)/, "@");
}

function present(...names: readonly (string | undefined)[]): string[] {
  return names.flatMap((name) => (name === undefined || name === "" ? [] : [name]));
}

/** Undecided, and so no difference, where there is nothing to compare with. */
function differs(name: string, known: readonly string[]): boolean {
  return known.length > 0 && !known.some((one) => one.toLowerCase() === name.toLowerCase());
}
