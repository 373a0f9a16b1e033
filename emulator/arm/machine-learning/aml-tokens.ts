import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { tokenPart } from "../../identity/token-part";
import { isObject } from "../json";

/** Seconds that a token is good, where nobody says otherwise. */
export const TOKEN_LIFETIME = 3600;

/** Share of that after which a client should fetch the next one. */
const REFRESH = 0.75;

/** What `POST …/token` answers (REST type `EndpointAuthToken`); times in seconds since 1970. */
export interface AmlToken {
  accessToken: string;
  expiryTimeUtc: number;
  refreshAfterTimeUtc: number;
  tokenType: "Bearer";
}

/** What tokens are made with. */
export interface TokenMint {
  secret: Buffer;
  /** Seconds that a token is good. */
  lifetime: number;
  now: Date;
}

/** Issues a token for one incarnation of an endpoint: a JSON web token with a signature that only `secret` makes. */
export function issueToken(incarnation: string, { secret, lifetime, now }: TokenMint): AmlToken {
  const seconds = Math.floor(now.getTime() / 1000);
  const claims = { sub: incarnation, iat: seconds, exp: seconds + lifetime, jti: randomUUID() };
  const text = `${tokenPart({ alg: "HS256", typ: "JWT" })}.${tokenPart(claims)}`;
  return {
    accessToken: `${text}.${sign(text, secret)}`,
    expiryTimeUtc: seconds + lifetime,
    refreshAfterTimeUtc: seconds + Math.floor(lifetime * REFRESH),
    tokenType: "Bearer",
  };
}

/** True where the token was issued for this incarnation and has not expired. */
export function tokenHolds(token: string, incarnation: string, secret: Buffer, now: Date): boolean {
  const [header, claims, signature, ...rest] = token.split(".");
  if (header === undefined || claims === undefined || signature === undefined || rest.length > 0) return false;
  const expected = Buffer.from(sign(`${header}.${claims}`, secret));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  const { sub, exp } = decode(claims);
  return sub === incarnation && typeof exp === "number" && now.getTime() < exp * 1000;
}

function decode(part: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
  return isObject(value) ? value : {};
}

function sign(text: string, secret: Buffer): string {
  return createHmac("sha256", secret).update(text).digest("base64url");
}
