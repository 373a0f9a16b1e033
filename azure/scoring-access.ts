import type { OnlineEndpoints } from "./online-endpoints";
import { entraToken, MARGIN, reused, type TimedToken } from "./reused-token";
import { ScoringClient, type ScoringCredential } from "./scoring-client";

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

function timedToken(answer: { accessToken: string; refreshAfterTimeUtc: number; expiryTimeUtc: number }): TimedToken {
  const until = answer.refreshAfterTimeUtc * 1000 || answer.expiryTimeUtc * 1000 - MARGIN;
  return { token: answer.accessToken, until };
}
