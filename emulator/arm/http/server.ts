import { randomUUID } from "node:crypto";
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { loopbackOnly } from "../../local/loopback-only";
import { admit } from "./admission";
import { readBody } from "./body";
import { bodyLimit, refusal, refuseExpectation, refuseMalformed } from "./refusal";
import type { RequestLog } from "./request-log";
import { Query, type BareRequest, type Reply } from "./request";

export interface ArmServerOptions {
  /** Answers a request that has a token and an api-version. Throws ArmError to refuse. */
  answer(request: BareRequest): Promise<Reply>;
  /** What is served beside ARM, at paths of its own: no token, no api-version, no line in the request log. */
  beside?: readonly ((app: FastifyInstance) => void)[];
  log?: RequestLog;
  /** Hears of errors that are the emulator's own fault. */
  onDefect: (error: unknown) => void;
}

/** Milliseconds in which a request must have come in whole; a client that stalls holds no connection for ever. */
const requestTime = 120_000;

/** The control plane's HTTP side: whatever comes in, JSON goes out, and every refusal has ARM's envelope. */
export function armServer(options: ArmServerOptions): FastifyInstance {
  const refused = (error: unknown): Reply => refusal(error, options.onDefect);
  const note = (request: FastifyRequest, status: number, elapsed = 0): void =>
    options.log?.({ ...bare(request), time: new Date(Date.now() - elapsed), status });
  const app = fastify({
    bodyLimit,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    requestTimeout: requestTime,
    // Node itself would refuse such a request without a body.
    http: { requireHostHeader: false },
    // No route has a schema; without its compilers the start is 30 ms shorter.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    clientErrorHandler: refuseMalformed,
    // Only URLs that can't be decoded come here; hooks don't run for them.
    frameworkErrors: (error, request, reply) => {
      const refusal = refused(error);
      note(request, refusal.status);
      send(reply.headers(requestIds(request)), refusal);
    },
  });
  app.server.on("checkExpectation", refuseExpectation);
  loopbackOnly(app);
  for (const plugin of options.beside ?? []) void app.register(async (own) => plugin(own));

  void app.register(async (arm) => {
    arm.removeAllContentTypeParsers();
    arm.addContentTypeParser("*", { parseAs: "string" }, async (request: FastifyRequest, text: string | Buffer) =>
      readBody(String(text), request.headers["content-type"]),
    );
    arm.addHook("onRequest", async (request, reply) => {
      void reply.headers(requestIds(request));
      const { query, origin } = bare(request);
      admit({ query, origin, authorization: request.headers.authorization });
    });
    arm.addHook("onSend", async (request, reply) => {
      try {
        note(request, reply.statusCode, reply.elapsedTime);
      } catch (error) {
        // Thrown on, it would be answered, and that answer noted, and so on.
        options.onDefect(error);
      }
    });
    arm.setErrorHandler((error, _request, reply) => send(reply, refused(error)));

    const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const answer = await options.answer(bare(request));
      if (answer.lost !== true) return send(reply, answer);
      note(request, answer.status, reply.elapsedTime);
      void reply.hijack();
      request.raw.socket.destroy();
      return reply;
    };
    arm.all("/*", handle);
    arm.setNotFoundHandler(handle);
  });
  return app;
}

/** Starts listening on loopback; port 0 takes any free one. Returns the base URL. */
export async function listen(app: FastifyInstance, port: number): Promise<string> {
  return app.listen({ host: "127.0.0.1", port });
}

function noSchemas(): never {
  throw new Error("no route of the local Azure ML has a schema");
}

function bare(request: FastifyRequest): BareRequest {
  const at = request.url.indexOf("?");
  return {
    method: request.method,
    path: at < 0 ? request.url : request.url.slice(0, at),
    query: Query.parse(at < 0 ? "" : request.url.slice(at + 1)),
    body: request.body,
    origin: `${request.protocol}://${request.headers.host ?? "127.0.0.1"}`,
  };
}

function requestIds(request: FastifyRequest): Record<string, string> {
  const given = request.headers["x-ms-correlation-request-id"];
  const correlation = typeof given === "string" && /^[\w-]{1,64}$/.test(given) ? given : randomUUID();
  return {
    "x-ms-request-id": randomUUID(),
    "x-ms-correlation-request-id": correlation,
    "cache-control": "no-cache",
  };
}

function send(reply: FastifyReply, { status, body, headers }: Reply): FastifyReply {
  void reply.code(status).headers({ ...headers });
  if (body === undefined) return reply.send();
  return reply.type("application/json; charset=utf-8").send(JSON.stringify(body));
}
