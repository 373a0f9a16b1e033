import type { AccessToken, GetTokenOptions, TokenCredential } from "@azure/core-auth";

/** A credential whose tokens can be given up before they expire. */
export interface RenewableCredential extends TokenCredential {
  /** Gives a token up that the service takes no longer, if it is still the one that is handed out: the next one is new. */
  forget(refused: string): Promise<void>;
}

/** Milliseconds before its end that a token is not handed out any more. */
const MARGIN = 5 * 60_000;

/**
 * Keeps tokens until shortly before they expire: the az CLI for one starts a process for each. `open` makes the way to sign
 * in anew after `forget`, since the identity library keeps tokens of its own in it.
 */
export function renewable(open: () => Promise<TokenCredential>, now: () => number = Date.now): RenewableCredential {
  let opened: Promise<TokenCredential> | undefined;
  const kept = new Map<string, Promise<AccessToken | null>>();

  async function ask(scopes: string | string[], options?: GetTokenOptions): Promise<AccessToken | null> {
    return (await (opened ??= open())).getToken(scopes, options);
  }

  async function getToken(scopes: string | string[], options?: GetTokenOptions): Promise<AccessToken | null> {
    // Claims and tenants of a challenge ask for another token than the usual one.
    if (options?.claims !== undefined || options?.tenantId !== undefined) return ask(scopes, options);
    const key = [scopes].flat().join(" ");
    const former = kept.get(key);
    if (former) {
      const token = await former.catch(() => null);
      if (token && good(token)) return token;
      // Somebody else may have asked for the next one meanwhile.
      if (kept.get(key) !== former) return getToken(scopes, options);
    }
    const asked = ask(scopes, options);
    kept.set(key, asked);
    return asked;
  }

  function good({ expiresOnTimestamp, refreshAfterTimestamp = Infinity }: AccessToken): boolean {
    return now() < Math.min(expiresOnTimestamp - MARGIN, refreshAfterTimestamp);
  }

  async function forget(refused: string): Promise<void> {
    for (const [key, asked] of kept) {
      const token = await asked.catch(() => null);
      if (token?.token !== refused || kept.get(key) !== asked) continue;
      opened = undefined;
      kept.delete(key);
    }
  }

  return { getToken, forget };
}
