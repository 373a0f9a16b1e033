import type { LoggedRequest } from "../cli-stack";

/** Weights and cursor as one `PUT` of the endpoint had them. */
export interface EndpointWrite {
  /** When the request came in, as ISO 8601. */
  at: string;
  id: string;
  sequence: number;
  stage: number;
  /** As the tag says it: `running`, `approved`, `held-…`, `succeeded`, `rolledBack`. */
  status: string;
  live: string;
  candidate: string;
  traffic: Record<string, number>;
  mirror: Record<string, number>;
}

/** The writes with a cursor that the service took on, in order. */
export function endpointWrites(requests: readonly LoggedRequest[], endpoint: string): EndpointWrite[] {
  return requests
    .filter(
      ({ method, path, status }) => method === "PUT" && status < 300 && path.endsWith(`/onlineEndpoints/${endpoint}`),
    )
    .flatMap(({ time, body }): EndpointWrite[] => {
      const [form, id = "", , sequence, stage, status = "", , live = "", candidate = ""] = String(
        body?.tags?.rollout ?? "",
      ).split("|");
      if (form !== "1") return [];
      const { traffic = {}, mirrorTraffic } = body.properties;
      return [
        {
          ...{ at: time, id, sequence: Number(sequence), stage: Number(stage), status, live, candidate },
          ...{ traffic, mirror: mirrorTraffic ?? {} },
        },
      ];
    });
}

/** Deployments that were made and taken away, in order: `made green`, `deleted blue`. */
export function deploymentChanges(requests: readonly LoggedRequest[], endpoint: string): string[] {
  const words: Record<string, string> = { "PUT 201": "made", "DELETE 202": "deleted", "DELETE 200": "deleted" };
  return requests.flatMap(({ method, path, status }) => {
    const [, of, name] = /\/onlineEndpoints\/([^/]+)\/deployments\/([^/]+)$/.exec(path) ?? [];
    const word = words[`${method} ${status}`];
    return of === endpoint && word ? [`${word} ${name}`] : [];
  });
}
