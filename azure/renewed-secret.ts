import type { TokenCredential } from "@azure/core-auth";

/** Milliseconds before its end that a token is renewed, where nobody says a better time. */
const RENEWAL = 120_000;

/** Milliseconds before its end that a token is no longer sent: it has to be good when it arrives. */
const LATENCY = 10_000;

/** Milliseconds that a fetch rests after one that failed or brought what was refused. */
const REST = 1_000;

/** A key or token, and how long it is good; times in milliseconds since 1970, `Infinity` for keys. */
export interface TimedSecret {
  secret: string;
  /** From then on another one is fetched. */
  renewAt: number;
  /** Up to then requests go on with this one meanwhile. */
  goodUntil: number;
}

/**
 * The key or token to send now; at once where it is known.
 *
 * @param refused one that was just answered with 401: another one is wanted. Where it comes back, there is no other.
 */
export type SecretSource = (refused?: string) => string | Promise<string>;

/**
 * Fetches a secret when the first request needs it, again in good time before it ends, while requests go on with the one
 * that is still good, and again when it is refused. However many requests ask, one fetch serves them all, and what is
 * refused over and over is fetched once a second at most.
 */
export function renewed(fetchSecret: () => Promise<TimedSecret>, now: () => number = Date.now): SecretSource {
  let known: TimedSecret | undefined;
  let pending: Promise<TimedSecret> | undefined;
  /** When a fetch was last begun ahead of time, and for a refusal. */
  const begun = { renewal: -Infinity, refusal: -Infinity };
  const fetchOnce = (): Promise<TimedSecret> => {
    pending ??= fetchSecret()
      .then((fetched) => (known = fetched))
      .finally(() => (pending = undefined));
    return pending;
  };
  const rests = (why: keyof typeof begun): boolean => {
    if (now() < begun[why] + REST) return true;
    begun[why] = now();
    return false;
  };
  return (refused) => {
    if (known && known.secret === refused) {
      if (!pending && rests("refusal")) return known.secret;
    } else if (known && now() < known.goodUntil) {
      // One that fails is tried again by a later request.
      if (now() >= known.renewAt && !pending && !rests("renewal")) fetchOnce().catch(() => undefined);
      return known.secret;
    }
    return fetchOnce().then(({ secret }) => secret);
  };
}

/** A token with its times, where the issuer may leave out when it should be renewed. */
export function timedToken(
  secret: string,
  { expiresAt, renewAt }: { expiresAt: number; renewAt?: number },
): TimedSecret {
  const renewal = renewAt ?? expiresAt - RENEWAL;
  return { secret, renewAt: renewal, goodUntil: Math.max(renewal, expiresAt - LATENCY) };
}

/** A token of Microsoft Entra. */
export async function entraToken(credential: TokenCredential, scope: string): Promise<TimedSecret> {
  const access = await credential.getToken(scope);
  if (!access) throw new Error("the sign-in gave no token");
  return timedToken(access.token, { expiresAt: access.expiresOnTimestamp });
}
