import type { IncomingMessage } from "node:http";

import type { UpstreamRequest } from "../http/upstream-request";

/** Bodies up to this many bytes are awaited whole, so that a slow client holds no worker; longer ones pass as they come. */
const AWAITED = 64 * 1024;

/** Tells the request's body once it can be forwarded. */
export function takeBody(request: IncomingMessage, taken: (body: UpstreamRequest["body"]) => void): void {
  if (request.headers["transfer-encoding"] !== undefined) return taken(request);
  const length = Number(request.headers["content-length"] ?? 0);
  if (length === 0) return taken(undefined);
  if (length > AWAITED) return taken(request);
  let body: Buffer | undefined;
  request.on("data", (piece: Buffer) => (body = body === undefined ? piece : Buffer.concat([body, piece])));
  request.on("end", () => taken(body));
}
