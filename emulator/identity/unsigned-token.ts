import { randomUUID } from "node:crypto";
import { tokenPart } from "./token-part";

/** Object id of whoever works with the local Azure ML: the owner of its subscription. */
export const localPrincipal = "10ca1a2e-0000-4000-8000-0000000000aa";

/** Seconds that a token is good for. */
const LIFETIME = 3600;

export interface UnsignedToken {
  token: string;
  /** Seconds since 1970. */
  expires: number;
}

/**
 * An Entra token in form: a JSON web token with issuer, tenant, audience and times, and without a signature. It opens
 * nothing but a local Azure ML, which checks the audience and the expiry.
 */
export function unsignedToken(
  claims: { audience: string; issuer: string; tenantId: string },
  now: Date,
): UnsignedToken {
  const seconds = Math.floor(now.getTime() / 1000);
  const expires = seconds + LIFETIME;
  const payload = {
    aud: claims.audience,
    iss: claims.issuer,
    tid: claims.tenantId,
    oid: localPrincipal,
    sub: "local",
    ver: "2.0",
    iat: seconds,
    nbf: seconds,
    exp: expires,
    uti: randomUUID(),
  };
  return { token: `${tokenPart({ alg: "none", typ: "JWT" })}.${tokenPart(payload)}.`, expires };
}
