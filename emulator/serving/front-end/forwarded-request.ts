import type { IncomingMessage } from "node:http";

import { HOP_BY_HOP } from "../http/response-head";

/** Ids that a request travels with. */
export interface RequestIds {
  /** A GUID of the front end's; what the client sent as `x-request-id` is overwritten. */
  requestId: string;
  /** The client's `x-ms-client-request-id`, cleaned. */
  clientRequestId?: string;
}

/** Where a request goes, read off its path `/{endpoint}/…`. */
export interface RequestTarget {
  endpoint: string;
  /** The path behind the endpoint's name: `/score`. */
  path: string;
  /** `?a=b`, or nothing. */
  query: string;
}

/** What the container does not get: credentials end here, ids and framing are written anew, `expect` is already met. */
const DROPPED: ReadonlySet<string> = new Set([
  ...HOP_BY_HOP,
  "authorization",
  "expect",
  "x-request-id",
  "x-ms-client-request-id",
]);

const CLIENT_REQUEST_ID_LENGTH = 40;

export function requestTarget(url: string): RequestTarget | undefined {
  const queryAt = url.indexOf("?");
  const path = queryAt < 0 ? url : url.slice(0, queryAt);
  const slash = path.indexOf("/", 1);
  if (path[0] !== "/" || slash < 2) return undefined;
  return { endpoint: path.slice(1, slash), path: path.slice(slash), query: queryAt < 0 ? "" : url.slice(queryAt) };
}

/** Letters, digits, `_` and `-`, at most 40 (Microsoft Docs, "Troubleshoot online endpoints", tracing requests). */
export function cleanClientRequestId(given: string | string[] | undefined): string | undefined {
  if (given === undefined) return undefined;
  const clean = String(given)
    .replace(/[^A-Za-z0-9_-]/g, "")
    .slice(0, CLIENT_REQUEST_ID_LENGTH);
  return clean === "" ? undefined : clean;
}

/** True where the request has a body of unknown length. */
export function isChunked(request: IncomingMessage): boolean {
  return request.headers["transfer-encoding"] !== undefined;
}

/** Request line and headers as the container gets them. The HTTP parser has seen to it that no value holds a line end. */
export function forwardedHead(request: IncomingMessage, target: string, ids: RequestIds): string {
  const { rawHeaders } = request;
  const connection = request.headers.connection;
  const declared = connection === undefined || connection === "keep-alive" ? undefined : named(connection);
  let head = `${request.method ?? "GET"} ${target} HTTP/1.1\r\n`;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? "").toLowerCase();
    if (DROPPED.has(name) || declared?.has(name)) continue;
    head += `${name}: ${rawHeaders[i + 1]}\r\n`;
  }
  if (isChunked(request)) head += "transfer-encoding: chunked\r\n";
  if (ids.clientRequestId !== undefined) head += `x-ms-client-request-id: ${ids.clientRequestId}\r\n`;
  return `${head}x-request-id: ${ids.requestId}\r\n\r\n`;
}

/** Headers that `connection` declares to be of one hop; what frames or addresses the message can't be among them. */
function named(connection: string): ReadonlySet<string> {
  const names = connection
    .toLowerCase()
    .split(",")
    .map((name) => name.trim());
  return new Set(names.filter((name) => name !== "host" && name !== "content-length"));
}
