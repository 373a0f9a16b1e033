import type { FastifyInstance, FastifyRequest } from "fastify";
import { containersPath } from "../tls/blob-proxy";

/** Path of the description of this cloud, what `ARM_CLOUD_METADATA_URL` of a command run by `exec` names. */
export const metadataPath = "/metadata/endpoints";

/** Name of this cloud in its description. */
export const cloudName = "LocalAzureML";

/** What Microsoft's clients read without a token to find their way: the cloud's addresses and the workspace's API. */
export function discoveryRoutes(app: FastifyInstance): void {
  app.get("/discovery", (request) => ({ api: originOf(request) }));
  app.get(metadataPath, (request) => {
    const origin = originOf(request);
    const host = new URL(origin).host;
    return [
      {
        name: cloudName,
        // The audience of scoring tokens is made from this name's domain.
        portal: "https://portal.azure.com",
        resourceManager: `${origin}/`,
        authentication: { loginEndpoint: `${origin}/`, audiences: [`${origin}/`], tenant: "common" },
        // Clients put `https://{account}.blob.` before it; what stands before the @ is not sent.
        suffixes: { storage: `@${host}${containersPath.replace(/\/$/, "")}` },
      },
    ];
  });
}

function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.headers.host ?? "127.0.0.1"}`;
}
