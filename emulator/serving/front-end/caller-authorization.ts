import { timingSafeEqual } from "node:crypto";

import { localPrincipal } from "../../identity/unsigned-token";
import type { AuthMode, EndpointDirectory, ServedEndpoint } from "../contract";

/** Resource of Entra tokens for scoring (Microsoft Docs, "Authenticate clients for online endpoints"). */
const AUDIENCE = /^https:\/\/ml\.azure\.com\/?$/;

/** How the service's words begin; those for keys are the service's, those for tokens are made after them. */
const WORDS: Record<AuthMode, string> = { Key: "key_auth", AMLToken: "token_auth", AADToken: "aad_token_auth" };

/** Why a caller is not let in, as the service's 401 says it; undefined where it is let in. */
export function refusal(
  endpoint: ServedEndpoint,
  authorization: string | undefined,
  directory: EndpointDirectory,
): string | undefined {
  const credential = bearer(authorization);
  if (credential === undefined) return `${WORDS[endpoint.authMode]}_bad_header_forbidden`;
  if (accepts(endpoint, credential, directory)) return undefined;
  return `${WORDS[endpoint.authMode]}_access_denied`;
}

function accepts(endpoint: ServedEndpoint, credential: string, directory: EndpointDirectory): boolean {
  switch (endpoint.authMode) {
    case "Key":
      return sameSecret(credential, endpoint.keys.primaryKey) || sameSecret(credential, endpoint.keys.secondaryKey);
    case "AMLToken":
      return directory.validAmlToken(endpoint.name, credential);
    case "AADToken":
      return isScoringToken(credential) && maySend(principalOf(credential), endpoint, directory);
  }
}

/** Whoever works with the local Azure ML owns its subscription; everybody else needs a role. */
function maySend(principal: string | undefined, { name }: ServedEndpoint, directory: EndpointDirectory): boolean {
  return principal === undefined || principal === localPrincipal || directory.mayScore(name, principal);
}

/** Why a caller of a batch endpoint is not let in: these take Entra tokens alone. */
export function entraRefusal(authorization: string | undefined): string | undefined {
  const credential = bearer(authorization);
  if (credential === undefined) return `${WORDS.AADToken}_bad_header_forbidden`;
  return isScoringToken(credential) ? undefined : `${WORDS.AADToken}_access_denied`;
}

function bearer(authorization: string | undefined): string | undefined {
  if (authorization === undefined || authorization.length < 8) return undefined;
  return authorization.slice(0, 7).toLowerCase() === "bearer " && !authorization.includes(" ", 7)
    ? authorization.slice(7)
    : undefined;
}

/** Takes the same time wherever the two differ. */
function sameSecret(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.length === b.length && a.length > 0 && timingSafeEqual(a, b);
}

/** Signatures are not checked: this is a local stand-in, and its issuer signs nothing. */
function isScoringToken(token: string): boolean {
  const { aud, exp } = claimsOf(token);
  return typeof aud === "string" && AUDIENCE.test(aud) && typeof exp === "number" && exp * 1000 > Date.now();
}

/** Object id of whoever a token was issued to; a token that names nobody is its maker's. */
function principalOf(token: string): string | undefined {
  const { oid } = claimsOf(token);
  return typeof oid === "string" ? oid.toLowerCase() : undefined;
}

function claimsOf(token: string): { aud?: unknown; exp?: unknown; oid?: unknown } {
  const parts = token.split(".");
  if (parts.length !== 3) return {};
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? "", "base64url").toString("utf8"));
    return typeof claims === "object" && claims !== null ? claims : {};
  } catch {
    return {};
  }
}
