import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { unsignedToken } from "./unsigned-token";

/** Path of the local issuer of Entra tokens, what `IDENTITY_ENDPOINT` of a command run by `exec` names. */
export const tokenPath = "/_local/identity/token";

/** The header that a client of `IDENTITY_ENDPOINT` sends; its value is `IDENTITY_HEADER`, here the same for all. */
export const identityHeader = "local";

const query = z.object({ "resource": z.string().min(1), "api-version": z.string().min(1) });

/**
 * Issues Entra tokens by the protocol of managed identities in App Service, so that `DefaultAzureCredential` and
 * `ManagedIdentityCredential` of any language sign in to the local Azure ML. Browsers can't send the header from other
 * pages, which keeps them out.
 */
export function tokenRoutes({ tenantId, now }: { tenantId: string; now: () => Date }): (app: FastifyInstance) => void {
  const refuse = (reply: FastifyReply, status: number, message: string): FastifyReply =>
    reply.code(status).send({ statusCode: status, message });

  return (app) => {
    app.get(tokenPath, (request, reply) => {
      if (request.headers["x-identity-header"] !== identityHeader) {
        return refuse(reply, 401, "The header X-IDENTITY-HEADER must hold what IDENTITY_HEADER says.");
      }
      const asked = query.safeParse(request.query);
      if (!asked.success) return refuse(reply, 400, "The query must name resource and api-version.");
      const { resource } = asked.data;
      const issuer = `${request.protocol}://${request.headers.host ?? "127.0.0.1"}${tokenPath}`;
      const { token, expires } = unsignedToken({ audience: resource, issuer, tenantId }, now());
      return reply.send({
        access_token: token,
        expires_on: String(expires),
        resource,
        token_type: "Bearer",
        client_id: "10ca1a2e-0000-4000-8000-0000000000ab",
      });
    });
  };
}
