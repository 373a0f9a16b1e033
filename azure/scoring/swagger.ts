import { openDispatcher } from "../dispatcher";
import type { OnlineEndpoints } from "../online-endpoints";
import { refusalOf } from "./refusal";
import { workspaceSecret } from "./workspace-secret";

/** Milliseconds that the document may take. */
const TIMEOUT = 60_000;

/** Which document is asked for. */
export interface SwaggerQuery {
  /** Deployment whose script it describes. Default: as a scoring request would be sent. */
  deployment?: string;
  /** Version of Swagger or OpenAPI. Default 2. */
  version?: "2" | "3" | "3.1";
}

/**
 * The OpenAPI document that a deployment's scoring script gives, as the endpoint's `swaggerUri` has it.
 *
 * @throws Error where the workspace has no such endpoint, or it has no such document's address
 * @throws ScoringError where the endpoint answers otherwise
 */
export async function readSwagger(
  endpoints: OnlineEndpoints,
  name: string,
  { deployment, version }: SwaggerQuery = {},
): Promise<string> {
  const { swaggerUri } = (await endpoints.get(name))?.properties ?? {};
  if (!swaggerUri) throw new Error(`${name}: the workspace has no endpoint of this name with a swaggerUri`);
  const url = new URL(swaggerUri);
  if (version !== undefined) url.searchParams.set("version", version);
  const secret = await workspaceSecret(endpoints, name)();
  const began = performance.now();
  const dispatcher = openDispatcher(url);
  try {
    const { statusCode, headers, body } = await dispatcher.request({
      ...{ origin: url.origin, path: url.pathname + url.search, method: "GET", signal: AbortSignal.timeout(TIMEOUT) },
      headers: { authorization: `Bearer ${secret}`, ...(deployment && { "azureml-model-deployment": deployment }) },
    });
    const content = await body.text();
    if (statusCode === 200) return content;
    const cost = { tries: 1, durationMs: performance.now() - began };
    throw refusalOf({ status: statusCode, headers, content }, { host: url.host, deployment, secret, ...cost });
  } finally {
    await dispatcher.destroy();
  }
}
