import { z } from "zod";

const claims = z.object({ tid: z.string().optional(), exp: z.number().optional() });

/** What a token says of itself; times are seconds since 1970. */
export type TokenClaims = z.infer<typeof claims>;

/**
 * Reads a JWT's claims. Its signature is not looked at, so tokens of a local issuer need none: this only tells which tenant
 * we sign in to, the service decides what the token is worth. Undefined for what is no JWT.
 */
export function tokenClaims(token: string): TokenClaims | undefined {
  const [, payload = ""] = token.split(".");
  try {
    return claims.safeParse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8"))).data;
  } catch {
    return undefined;
  }
}
