import { readFile } from "node:fs/promises";
import type { ConnectionSettings } from "../arm/connection";
import { tokenClaims } from "./token-claims";

/** Audience that Microsoft Entra asks of foreign tokens. Source: "Configuring OpenID Connect in Azure" (GitHub). */
const AUDIENCE = "api://AzureADTokenExchange";

/** Gives the foreign token that Entra is to exchange: a fresh one each time, where its source can make one. */
export type Assertion = () => Promise<string>;

/**
 * Where the foreign token comes from: the token itself, a file (read again each time, since its writer renews it), or a
 * request to Azure DevOps (where a service connection is named in the environment) or GitHub. A token of a CI job is good
 * for minutes, so once it has expired the next source is asked. Undefined: none is given.
 */
export function oidcAssertion(
  settings: ConnectionSettings,
  env: NodeJS.ProcessEnv,
  now: () => number = Date.now,
): Assertion | undefined {
  const { oidcToken } = settings;
  const renewing = fileAssertion(settings) ?? requestAssertion(settings, env);
  if (!oidcToken) return renewing;
  const expiry = tokenClaims(oidcToken)?.exp ?? Infinity;
  return async () => {
    if (now() < expiry * 1000) return oidcToken;
    if (renewing) return renewing();
    throw new Error(
      `oidcToken: expired at ${new Date(expiry * 1000).toISOString()}, Entra takes it no longer; ` +
        "set oidcRequestUrl and oidcRequestToken, or oidcTokenFilePath, from which a new one can be had",
    );
  };
}

function fileAssertion({ oidcTokenFilePath }: ConnectionSettings): Assertion | undefined {
  return oidcTokenFilePath ? async () => (await readFile(oidcTokenFilePath, "utf8")).trim() : undefined;
}

function requestAssertion(settings: ConnectionSettings, env: NodeJS.ProcessEnv): Assertion | undefined {
  const { oidcRequestUrl, oidcRequestToken, oidcAudience = AUDIENCE } = settings;
  if (!oidcRequestUrl || !oidcRequestToken) return undefined;
  const connection = env["ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID"] ?? env["ARM_OIDC_AZURE_SERVICE_CONNECTION_ID"];
  return connection
    ? () =>
        requestToken("POST", withQuery(oidcRequestUrl, { "api-version": "7.1", "serviceConnectionId": connection }), {
          bearer: oidcRequestToken,
          member: "oidcToken",
        })
    : () =>
        requestToken("GET", withQuery(oidcRequestUrl, { audience: oidcAudience }), {
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
