import { z } from "zod";
import type { ConnectionSettings } from "../../arm/connection";
import type { EndpointConnection } from "../../arm/endpoint-connection";
import { describeFaults, type Fault } from "../../arm/fault";
import { parseOnlineEndpointId, parseWorkspaceId } from "../../arm/ids";
import { openArm } from "../connect";
import { OnlineEndpoints } from "../online-endpoints";
import { parsedJson } from "../parsed-json";
import type { ScoringCredential } from "./credential";
import { workspaceSecret } from "./workspace-secret";

/** What a client is opened with. */
export interface OpenedConnection {
  scoringUri: string;
  credential: ScoringCredential;
  deployment?: string;
}

const text = (rule: string) => z.string({ error: rule }).min(1, rule);
const shape = z.object({
  scoringUri: text("an http or https URL is expected"),
  authMode: z.enum(["Key", "AMLToken", "AADToken"], { error: "Key, AMLToken or AADToken is expected" }),
  endpointId: text("the ARM id of an online endpoint is expected").refine(
    (id) => parseOnlineEndpointId(id) !== undefined,
    "the ARM id of an online endpoint is expected",
  ),
  key: text("a text is expected").optional(),
  otherKey: text("a text is expected").optional(),
  deployment: text("the name of a deployment is expected").optional(),
}) satisfies z.ZodType<EndpointConnection>;

/**
 * Takes a component's `connection` as JSON apart.
 *
 * @throws Error with all faults; it repeats no value, since any of them may be a key
 */
export function openConnection(json: string, signIn?: ConnectionSettings): OpenedConnection {
  const { scoringUri, authMode, endpointId, key, otherKey, deployment } = connectionOf(json);
  if (key !== undefined) return { scoringUri, credential: { key, otherKey }, deployment };
  const { workspaceId, endpointName } = parseOnlineEndpointId(endpointId) ?? { workspaceId: "", endpointName: "" };
  const { subscriptionId } = parseWorkspaceId(workspaceId) ?? {};
  const endpoints = new OnlineEndpoints(workspaceId, openArm({ subscriptionId, ...signIn }));
  // Whoever may score need not have the right to read the endpoint.
  return {
    scoringUri,
    credential: { token: workspaceSecret(endpoints, endpointName, async () => authMode) },
    deployment,
  };
}

function connectionOf(json: string): EndpointConnection {
  const result = shape.safeParse(parsedJson(json));
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message: rule }): Fault => ({
    field: path.join(".") || "connection",
    rule,
    fix: path.length === 0 ? "give what a component's `connection` is as JSON" : undefined,
  }));
  throw new Error(describeFaults("connection", faults));
}
