import type { OnlineEndpoints } from "../online-endpoints";
import type { ScoringClientOptions } from "./options";
import { ScoringClient } from "./scoring-client";
import { workspaceSecret } from "./workspace-secret";

/**
 * A client for an endpoint of a workspace, with the key or token that the endpoint's auth mode asks for. It goes on through
 * regenerated keys, expired tokens and a change of the auth mode.
 *
 * @throws Error where the workspace has no endpoint of this name, and where there is no key or token
 */
export async function openScoring(
  endpoints: OnlineEndpoints,
  name: string,
  options?: ScoringClientOptions,
): Promise<ScoringClient> {
  const endpoint = await endpoints.get(name);
  const { scoringUri } = endpoint?.properties ?? {};
  if (!scoringUri) throw new Error(`${name}: the workspace has no endpoint of this name that can be asked`);
  const token = workspaceSecret(endpoints, name);
  await token();
  return new ScoringClient(scoringUri, { token }, options);
}
