import type { OnlineEndpoints } from "../online-endpoints";
import { entraToken, renewed, type SecretSource, type TimedSecret, timedToken } from "../renewed-secret";

/**
 * The key or token that an endpoint of a workspace takes now, by the auth mode that it has now. Tokens are renewed before
 * they end. Where one is refused, everything is read again: of keys the other one is taken then, since whoever
 * regenerates one leaves the other as it is.
 *
 * @param authMode tells it, where whoever asks may not read the endpoint. Default: reads it
 */
export function workspaceSecret(
  endpoints: OnlineEndpoints,
  name: string,
  authMode: () => Promise<string> = () => liveAuthMode(endpoints, name),
): SecretSource {
  const { cloud, credential } = endpoints.client;
  let slot: "primaryKey" | "secondaryKey" = "secondaryKey";

  async function fetchSecret(): Promise<TimedSecret> {
    switch ((await authMode()).toLowerCase()) {
      case "key":
        slot = slot === "primaryKey" ? "secondaryKey" : "primaryKey";
        return { secret: (await endpoints.listKeys(name))[slot], renewAt: Infinity, goodUntil: Infinity };
      case "amltoken": {
        const { accessToken, expiryTimeUtc, refreshAfterTimeUtc } = await endpoints.token(name);
        const renewAt = refreshAfterTimeUtc === 0 ? undefined : refreshAfterTimeUtc * 1000;
        return timedToken(accessToken, { expiresAt: expiryTimeUtc * 1000, renewAt });
      }
      default:
        return entraToken(credential, cloud.scoringScope);
    }
  }
  return renewed(fetchSecret);
}

async function liveAuthMode(endpoints: OnlineEndpoints, name: string): Promise<string> {
  const endpoint = await endpoints.get(name);
  if (!endpoint) throw new Error(`${name}: the workspace has no endpoint of this name`);
  return endpoint.properties.authMode;
}
