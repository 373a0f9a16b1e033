import type { FastifyInstance, FastifyReply } from "fastify";
import { ArmError } from "../arm/http/errors";
import { isLoopback } from "./loopback-name";

/**
 * Makes the routes of `app` answer only who asks for this machine by a loopback name, and no pages of other origins.
 * Without it, a page on the web could read them: by a name of its own that leads to 127.0.0.1 (DNS rebinding).
 */
export function loopbackOnly(app: FastifyInstance): void {
  app.addHook("onRequest", async (request, reply) => {
    const host = request.headers.host ?? "";
    if (!isLoopback(host)) {
      return refuse(reply, `The host '${host}' is not served; ask for 127.0.0.1 or localhost.`);
    }
    const { origin } = request.headers;
    if (origin !== undefined && origin.toLowerCase() !== `${request.protocol}://${host}`.toLowerCase()) {
      return refuse(reply, `Pages of '${origin}' may not ask here; only those of this server may.`);
    }
    return undefined;
  });
}

function refuse(reply: FastifyReply, message: string): FastifyReply {
  return reply.code(403).send(new ArmError(403, "Forbidden", message).body);
}
