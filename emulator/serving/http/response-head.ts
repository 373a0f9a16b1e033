import { HOP_BY_HOP } from "./hop-by-hop";

/** Thrown where a server does not speak HTTP/1. */
export class MalformedResponse extends Error {
  override readonly name = "MalformedResponse";
}

/** How the end of a body shows: a number of bytes, the last chunk, or the end of the connection. */
export type Framing = number | "chunked" | "until-close";

/** Status line and headers of a response, every byte of a value a character. */
export interface ResponseHead {
  status: number;
  /** Alternately a lower-cased name and a value; those that concern one connection only are left out. */
  headers: readonly string[];
  framing: Framing;
  /** Whether the server offers the connection for another request. */
  keepsAlive: boolean;
}

const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/;

/** Reads the head of a response (RFC 9112); every line in `text` ends with CRLF, the empty one is left out. */
export function parseResponseHead(text: string): ResponseHead {
  const lineEnd = text.indexOf("\r\n");
  const persistent = text.startsWith("HTTP/1.1 ");
  const status = Number(text.slice(9, 12));
  if (!(persistent || text.startsWith("HTTP/1.0 ")) || !(status >= 100 && status < 1000) || lineEnd < 12) {
    throw new MalformedResponse(`"${text.slice(0, Math.min(lineEnd, 60))}" as a status line`);
  }

  const headers: string[] = [];
  let keepsAlive = persistent;
  let length: number | undefined;
  let coding: string | undefined;
  for (let start = lineEnd + 2, end; (end = text.indexOf("\r\n", start)) >= 0; start = end + 2) {
    const colon = text.indexOf(":", start);
    if (colon < 0 || colon >= end) throw new MalformedResponse("a header line without a colon");
    const name = text.slice(start, colon).toLowerCase();
    const value = text.slice(colon + 1, end).trim();
    if (!NAME.test(name) || CONTROL.test(value)) throw new MalformedResponse(`the header "${name.slice(0, 60)}"`);
    if (name === "content-length") length = contentLength(value, length);
    else if (!HOP_BY_HOP.has(name)) headers.push(name, value);
    else if (name === "connection") keepsAlive = persists(value, persistent);
    else if (name === "transfer-encoding") coding = coding === undefined ? value : `${coding}, ${value}`;
  }
  if (coding !== undefined) return { status, headers, keepsAlive, framing: chunked(coding) };
  if (length === undefined) return { status, headers, keepsAlive, framing: "until-close" };
  headers.push("content-length", String(length));
  return { status, headers, keepsAlive, framing: length };
}

function persists(connection: string, byDefault: boolean): boolean {
  if (connection === "keep-alive") return true;
  return byDefault ? !/\bclose\b/i.test(connection) : /\bkeep-alive\b/i.test(connection);
}

function contentLength(value: string, before: number | undefined): number {
  const length = /^\d{1,15}$/.test(value) ? Number(value) : undefined;
  if (length === undefined || (before !== undefined && before !== length)) {
    throw new MalformedResponse(`"${value}" as content-length`);
  }
  return length;
}

/** Nothing but chunks is understood: whatever else the body is coded with would pass on as if it were the body. */
function chunked(coding: string): "chunked" {
  if (coding.toLowerCase() !== "chunked") throw new MalformedResponse(`"${coding}" as transfer-encoding`);
  return "chunked";
}
