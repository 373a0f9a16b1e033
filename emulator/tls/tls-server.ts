import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { refuseExpectation } from "../arm/http/refusal";
import type { Certificates } from "./certificates";

export interface TlsServerOptions {
  certificates: Certificates;
  /** Takes what is not meant for the blob store. */
  route(request: IncomingMessage, response: ServerResponse): void;
  /** Takes a request that is meant for the blob store; false where it is not. */
  blobs(request: IncomingMessage, response: ServerResponse): boolean;
  /** Answers what is no HTTP. */
  malformed(error: Error & { code?: string }, socket: Duplex): void;
}

/** A running TLS server. */
export interface TlsServer {
  /** `https://127.0.0.1:{port}`. */
  url: string;
  close(): Promise<void>;
}

/** Starts serving over TLS on loopback, one port for the control plane and the blob store; port 0 takes any free one. */
export async function startTlsServer(options: TlsServerOptions, port: number): Promise<TlsServer> {
  const { cert, key } = options.certificates;
  const server = createServer({ cert, key, noDelay: true, requireHostHeader: false }, (request, response) => {
    if (!options.blobs(request, response)) options.route(request, response);
  });
  server.on("checkExpectation", refuseExpectation);
  server.on("clientError", (error, socket) => options.malformed(error, socket));
  await new Promise<void>((listening, fail) => {
    server.once("error", fail).listen({ host: "127.0.0.1", port }, listening);
  });
  return {
    url: `https://127.0.0.1:${portOf(server.address())}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the TLS server has no port");
  return address.port;
}
