import type { LiveEndpoint } from "../../arm/endpoint";
import type { OnlineEndpoints } from "../../azure/online-endpoints";
import { Failure } from "../failure";

/** The endpoint of this name; where there is none, the error names those that there are. */
export async function findEndpoint(endpoints: OnlineEndpoints, name: string): Promise<LiveEndpoint> {
  const endpoint = await endpoints.get(name);
  if (endpoint) return endpoint;
  const names = (await endpoints.list()).map((other) => other.name);
  throw new Failure(
    `${name}: no endpoint of this name in ${endpoints.workspaceId}`,
    names.length > 0
      ? `there are ${names.join(", ")}`
      : "the workspace has no endpoints; is it the one you mean (-g, -w)?",
  );
}
