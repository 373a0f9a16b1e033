import type { Readable } from "node:stream";

/** A request as a server gets it. */
export interface UpstreamRequest {
  method: string;
  /** Path and query. */
  path: string;
  /** Alternately name and value, as HTTP allows them; those of one connection are left out. */
  headers: readonly string[];
  /** Absent: no body. A stream is sent as it comes, in chunks where no header says how long it is. */
  body?: Buffer | Readable;
}

/** True where nothing but the chunks themselves says where the body ends. */
export function isChunked({ headers, body }: UpstreamRequest): boolean {
  return body !== undefined && !Buffer.isBuffer(body) && !headers.includes("content-length");
}

/** Request line and headers, the empty line included; a character for each byte. */
export function requestHead(request: UpstreamRequest): string {
  const { method, path, headers, body } = request;
  let head = `${method} ${path} HTTP/1.1\r\n`;
  for (let i = 0; i + 1 < headers.length; i += 2) head += `${headers[i]}: ${headers[i + 1]}\r\n`;
  if (isChunked(request)) head += "transfer-encoding: chunked\r\n";
  // What a client sent in chunks may be whole by now.
  else if (body instanceof Buffer && !headers.includes("content-length")) head += `content-length: ${body.length}\r\n`;
  return `${head}\r\n`;
}
