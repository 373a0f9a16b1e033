import type { TokenCredential } from "@azure/core-auth";

/** Milliseconds before its end that a token is no longer used. */
export const MARGIN = 120_000;

/** A token and the time, in milliseconds since 1970, up to which it may be used. */
export interface TimedToken {
  token: string;
  until: number;
}

/** Asks for a token once, and again when it may no longer be used. */
export function reused(fetchToken: () => Promise<TimedToken>): () => Promise<string> {
  let current: Promise<TimedToken> | undefined;
  return async () => {
    const seen = current;
    const known = await seen?.catch(() => undefined);
    if (known && known.until > Date.now()) return known.token;
    // Where another request has asked meanwhile, its token serves this one too.
    const next = current === seen || !current ? fetchToken() : current;
    current = next;
    return (await next).token;
  };
}

/** A token of Microsoft Entra. */
export async function entraToken(credential: TokenCredential, scope: string): Promise<TimedToken> {
  const access = await credential.getToken(scope);
  if (!access) throw new Error("the sign-in gave no token");
  return { token: access.token, until: access.expiresOnTimestamp - MARGIN };
}
