import { z } from "zod";

const claims = z.object({
  tid: z.string().optional(),
  exp: z.number().optional(),
  /** Object id of the user or the service principal. */
  oid: z.string().optional(),
  /** Id of the application; beside a user, of the tool that the user signed in with. */
  appid: z.string().optional(),
  idtyp: z.string().optional(),
  upn: z.string().optional(),
  unique_name: z.string().optional(),
  email: z.string().optional(),
  /** A user's display name. */
  name: z.string().optional(),
});

/** What a token says of itself; times are seconds since 1970. Names are Entra's. */
export type TokenClaims = z.infer<typeof claims>;

/**
 * Reads a JWT's claims. Its signature is not looked at, so tokens of a local issuer need none: this only tells which tenant
 * we sign in to and as whom, the service decides what the token is worth. Undefined for what is no JWT.
 */
export function tokenClaims(token: string): TokenClaims | undefined {
  const [, payload = ""] = token.split(".");
  try {
    return claims.safeParse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8"))).data;
  } catch {
    return undefined;
  }
}
