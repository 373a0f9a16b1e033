import type { IncomingMessage } from "node:http";

import { HOP_BY_HOP } from "../http/hop-by-hop";

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

/** What does not pass as it is: credentials end here, ids and the host are written anew, `expect` is already met. */
const DROPPED: ReadonlySet<string> = new Set([
  ...HOP_BY_HOP,
  "authorization",
  "expect",
  "host",
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

/** Headers as the container gets them, alternately name and value. A host is one, however often the client says it. */
export function forwardedHeaders(request: IncomingMessage, ids: RequestIds): string[] {
  const { rawHeaders } = request;
  const { connection, host } = request.headers;
  const declared = connection === undefined || connection === "keep-alive" ? undefined : named(connection);
  const headers = ["x-request-id", ids.requestId];
  if (ids.clientRequestId !== undefined) headers.push("x-ms-client-request-id", ids.clientRequestId);
  if (host !== undefined) headers.push("host", host);
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? "").toLowerCase();
    if (!DROPPED.has(name) && !declared?.has(name)) headers.push(name, rawHeaders[i + 1] ?? "");
  }
  return headers;
}

/** Headers that `connection` declares to be of one hop; what frames the message can't be among them. */
function named(connection: string): ReadonlySet<string> {
  const names = connection
    .toLowerCase()
    .split(",")
    .map((name) => name.trim());
  return new Set(names.filter((name) => name !== "content-length"));
}
