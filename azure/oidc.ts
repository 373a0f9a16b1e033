import { readFile } from "node:fs/promises";
import type { ConnectionSettings } from "../arm/connection";

/** Audience that Microsoft Entra asks of foreign tokens. Source: "Configuring OpenID Connect in Azure" (GitHub). */
const AUDIENCE = "api://AzureADTokenExchange";

/** Gives the foreign token that Entra is to exchange: a fresh one each time, where its source can make one. */
export type Assertion = () => Promise<string>;

/**
 * Where the foreign token comes from: the token itself, a file (read again each time, since its writer renews it), or a
 * request to Azure DevOps (where a service connection is named in the environment) or GitHub. Undefined: none is given.
 */
export function oidcAssertion(settings: ConnectionSettings, env: NodeJS.ProcessEnv): Assertion | undefined {
  const { oidcToken, oidcTokenFilePath, oidcRequestUrl, oidcRequestToken } = settings;
  if (oidcToken) return async () => oidcToken;
  if (oidcTokenFilePath) return async () => (await readFile(oidcTokenFilePath, "utf8")).trim();
  if (!oidcRequestUrl || !oidcRequestToken) return undefined;
  const connection = env["ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID"] ?? env["ARM_OIDC_AZURE_SERVICE_CONNECTION_ID"];
  return connection
    ? () =>
        requestToken("POST", withQuery(oidcRequestUrl, { "api-version": "7.1", "serviceConnectionId": connection }), {
          bearer: oidcRequestToken,
          member: "oidcToken",
        })
    : () =>
        requestToken("GET", withQuery(oidcRequestUrl, { audience: AUDIENCE }), {
          bearer: oidcRequestToken,
          member: "value",
        });
}

function withQuery(url: string, query: Record<string, string>): URL {
  const target = new URL(url);
  Object.entries(query).forEach(([name, value]) => target.searchParams.set(name, value));
  return target;
}

async function requestToken(method: string, url: URL, answer: { bearer: string; member: string }): Promise<string> {
  const headers = { Authorization: `Bearer ${answer.bearer}`, Accept: "application/json" };
  const response = await fetch(url, { method, headers });
  const body: unknown = await response.json().catch(() => undefined);
  const token: unknown = typeof body === "object" && body !== null ? Reflect.get(body, answer.member) : undefined;
  if (response.ok && typeof token === "string") return token;
  throw new Error(`oidcRequestUrl: ${url.host} answered ${response.status} without a token`);
}
