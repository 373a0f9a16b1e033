import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

import type { EndpointDirectory } from "./contract";
import { FAILURES, problem, send, type Answer } from "./front-end/answers";
import type { CallFault, CallFaults } from "./front-end/call-fault";
import { ClientAnswer, type Outcome } from "./front-end/client-answer";
import { takeBody } from "./front-end/client-body";
import { DeploymentCall, type ServedDeployment } from "./front-end/deployment-call";
import { cleanClientRequestId, forwardedHeaders, type RequestIds } from "./front-end/forwarded-request";
import { mirrored } from "./front-end/mirror";
import { receive, type Admitted, type Refused } from "./front-end/reception";
import { answerGarbage, NO_HOST, refuseHead, UNEXPECTED } from "./front-end/refused-http";
import type { RequestObserver } from "./front-end/request-record";
import type { Random } from "./front-end/traffic-split";

/** Finds what serves a deployment now. */
export interface DeploymentRouter {
  route(endpoint: string, deployment: string): ServedDeployment | undefined;
}

export interface FrontEndOptions {
  /** Asked anew for every request, so a change of the split holds from the next request on. */
  directory: EndpointDirectory;
  runtime: DeploymentRouter;
  /** Told of every request to a known endpoint, copies included. */
  onRequest?: RequestObserver;
  /** Answers what is for no online endpoint; false where it is for nobody. */
  beside?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** What is to go wrong on purpose. */
  faults?: CallFaults;
  /** Default: `Math.random`. */
  random?: Random;
  /** Default: 0, any free one. */
  port?: number;
}

export interface FrontEnd {
  /** `http://127.0.0.1:{port}`; an endpoint's scoring URI is `{url}/{endpoint}/score`. */
  url: string;
  /** Takes no more requests; settles when those under way are answered, or cut off after two seconds. */
  close(): Promise<void>;
}

/** Milliseconds that an idle client connection stays open, as long as common clients keep theirs. */
const KEEP_ALIVE = 75_000;

/** Milliseconds that requests under way get to finish when the front end closes. */
const CLOSING = 2_000;

/** Serves scoring requests as the front end of managed online endpoints does, on loopback. */
export async function startFrontEnd(options: FrontEndOptions): Promise<FrontEnd> {
  // Node itself would refuse a request without Host without saying why.
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE, noDelay: true, requireHostHeader: false },
    (request, response) => {
      if (request.headers.host === undefined && request.httpVersion === "1.1") refuseHead(response, NO_HOST);
      else serve(request, response, options);
    },
  );
  server.on("clientError", answerGarbage);
  server.on("checkExpectation", (_request, response) => refuseHead(response, UNEXPECTED));
  await new Promise<void>((listening, fail) => {
    server.once("error", fail).listen({ host: "127.0.0.1", port: options.port ?? 0 }, listening);
  });
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => close(server) };
}

function serve(request: IncomingMessage, response: ServerResponse, options: FrontEndOptions): void {
  const arrived = performance.now();
  const clientRequestId = cleanClientRequestId(request.headers["x-ms-client-request-id"]);
  const ids: RequestIds = { requestId: randomUUID(), clientRequestId };
  const headers = ["x-request-id", ids.requestId];
  if (clientRequestId !== undefined) headers.push("x-ms-client-request-id", clientRequestId);

  const received = receive(request, options.directory, options.random ?? Math.random);
  if ("refused" in received) {
    const isUnknown = received.endpoint === undefined && received.refused.status === 404;
    if (isUnknown && options.beside?.(request, response)) return;
    return refuse(received);
  }
  const { endpoint } = received;
  const deployment = options.runtime.route(endpoint.name, received.deployment);
  if (deployment === undefined) return refuse({ refused: unserved(received), endpoint: endpoint.name });
  const shadow = received.mirror && options.runtime.route(endpoint.name, received.mirror);

  headers.push("azureml-model-deployment", deployment.name);
  const forwarded = { method: request.method ?? "GET", path: received.target, headers: forwardedHeaders(request, ids) };
  takeBody(request, (body) => {
    const plain = { ...forwarded, body };
    const fault = (name: string): CallFault | undefined => options.faults?.(endpoint.name, name);
    const sent = shadow ? mirrored(plain, shadow, record(shadow.name, true), fault(shadow.name)) : plain;
    const answer = new ClientAnswer(response, headers, record(deployment.name, false));
    answer.follow(new DeploymentCall(deployment, sent, answer, fault(deployment.name)));
  });

  function refuse({ refused, endpoint: name }: Refused): void {
    send(response, refused, headers);
    if (name === undefined) return;
    options.onRequest?.({
      endpoint: name,
      status: refused.status,
      durationMs: performance.now() - arrived,
      mirrored: false,
    });
  }

  function record(name: string, isCopy: boolean): Outcome | undefined {
    const { onRequest } = options;
    return (
      onRequest &&
      ((status, modelStatus, modelMs) => {
        const durationMs = performance.now() - arrived;
        onRequest({
          endpoint: endpoint.name,
          deployment: name,
          status,
          modelStatus,
          durationMs,
          modelMs,
          mirrored: isCopy,
        });
      })
    );
  }
}

/** A name that the client made up is not found; one that has traffic but no instances is not ready. */
function unserved({ named, deployment, endpoint }: Admitted): Answer {
  if (!named) return FAILURES.not_ready;
  return problem(404, "DeploymentNotFound", `Endpoint ${endpoint.name} has no deployment "${deployment}".`);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the scoring front end has no port");
  return address.port;
}

function close(server: Server): Promise<void> {
  return new Promise((closed) => {
    const cutOff = setTimeout(() => server.closeAllConnections(), CLOSING);
    server.close(() => {
      clearTimeout(cutOff);
      closed();
    });
    server.closeIdleConnections();
  });
}
