import type { IncomingMessage } from "node:http";

import { isLoopback } from "../../local/loopback-name";
import type { EndpointDirectory, ServedEndpoint } from "../contract";
import { plain, problem, type Answer } from "./answers";
import { refusal } from "./caller-authorization";
import { requestTarget } from "./forwarded-request";
import { namedDeployment } from "./named-deployment";
import { chooseByWeight, chooseMirror, type Random } from "./traffic-split";

/** Where a request that is let in goes. */
export interface Admitted {
  endpoint: ServedEndpoint;
  deployment: string;
  /** True where the client named the deployment. */
  named: boolean;
  /** Deployment that gets a copy. */
  mirror?: string;
  /** Path and query for the container. */
  target: string;
}

/** An answer instead, and the endpoint that it was given for, if any. */
export interface Refused {
  refused: Answer;
  endpoint?: string;
}

/** What a container is asked for; health and everything else stay inside. */
const PATHS: ReadonlySet<string> = new Set(["/score", "/swagger.json"]);

/** Who is asked for, by whom, and which deployment answers: decided from the request's head alone. */
export function receive(request: IncomingMessage, directory: EndpointDirectory, random: Random): Admitted | Refused {
  // A page on the web could ask by a name of its own that leads to 127.0.0.1.
  if (request.headers.host !== undefined && !isLoopback(request.headers.host)) {
    return { refused: problem(403, "Forbidden", "Only 127.0.0.1 and localhost are served.") };
  }
  const target = requestTarget(request.url ?? "");
  const endpoint = target && directory.find(target.endpoint);
  if (!endpoint) return { refused: problem(404, "EndpointNotFound", "No endpoint is served at this address.") };

  const refused = refusal(endpoint, request.headers.authorization, directory);
  if (refused !== undefined) return { refused: plain(401, refused), endpoint: endpoint.name };
  if (!PATHS.has(target.path)) {
    return {
      refused: problem(404, "PathNotFound", `${target.path} is not served; use /score`),
      endpoint: endpoint.name,
    };
  }

  const named = namedDeployment(request);
  const deployment = named ?? chooseByWeight(endpoint.traffic, random);
  if (deployment === undefined) {
    const message = `Endpoint ${endpoint.name} has no deployment with traffic.`;
    return { refused: problem(404, "NoTraffic", message), endpoint: endpoint.name };
  }
  return {
    endpoint,
    deployment,
    named: named !== undefined,
    mirror: named === undefined ? chooseMirror(endpoint.mirrorTraffic, random) : undefined,
    target: target.path + target.query,
  };
}
