import type { TokenCredential } from "@azure/core-auth";
import type { OnlineEndpoints } from "./online-endpoints";
import { ScoringClient, type ScoringCredential } from "./scoring-client";

/** Milliseconds before its end that a token is no longer used. */
const MARGIN = 120_000;

/** A client for an endpoint of a workspace, with the credential that the endpoint's auth mode asks for. */
export async function openScoring(endpoints: OnlineEndpoints, name: string): Promise<ScoringClient> {
  const endpoint = await endpoints.get(name);
  const { scoringUri, authMode } = endpoint?.properties ?? {};
  if (!scoringUri || !authMode)
    throw new Error(`${name}: the workspace has no endpoint of this name that can be asked`);
  return new ScoringClient(scoringUri, await scoringCredential(endpoints, name, authMode));
}

async function scoringCredential(
  endpoints: OnlineEndpoints,
  name: string,
  authMode: string,
): Promise<ScoringCredential> {
  const { cloud, credential } = endpoints.client;
  switch (authMode.toLowerCase()) {
    case "key":
      return { key: (await endpoints.listKeys(name)).primaryKey };
    case "amltoken":
      return { token: reused(async () => timedToken(await endpoints.token(name))) };
    default:
      return { token: reused(() => entraToken(credential, cloud.scoringScope)) };
  }
}

/** A token and the time, in milliseconds since 1970, up to which it may be used. */
interface TimedToken {
  token: string;
  until: number;
}

function reused(fetchToken: () => Promise<TimedToken>): () => Promise<string> {
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

function timedToken(answer: { accessToken: string; refreshAfterTimeUtc: number; expiryTimeUtc: number }): TimedToken {
  const until = answer.refreshAfterTimeUtc * 1000 || answer.expiryTimeUtc * 1000 - MARGIN;
  return { token: answer.accessToken, until };
}

async function entraToken(credential: TokenCredential, scope: string): Promise<TimedToken> {
  const access = await credential.getToken(scope);
  if (!access) throw new Error("the sign-in gave no token");
  return { token: access.token, until: access.expiresOnTimestamp - MARGIN };
}
