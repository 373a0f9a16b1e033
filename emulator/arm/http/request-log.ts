import { appendFileSync, closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { maskQuery, maskRequest } from "./masking";
import type { Query } from "./request";

/** A request with its outcome. */
export interface LoggedRequest {
  /** When the request came in. */
  time: Date;
  method: string;
  path: string;
  query: Query;
  body: unknown;
  status: number;
}

export type RequestLog = (request: LoggedRequest) => void;

/**
 * Appends each request to `file` as a JSON line `{time, method, path, query, body, status}`, secrets masked. The line is
 * in the file when the answer goes out, so that a client may read it right after. Throws where the file can't be written.
 */
export function requestLogFile(file: string): RequestLog {
  mkdirSync(dirname(file), { recursive: true });
  closeSync(openSync(file, "a", 0o600));
  return ({ time, method, path, query, body, status }) => {
    const line = {
      time: time.toISOString(),
      method,
      path,
      query: maskQuery(query),
      body: maskRequest(path, body ?? null),
      status,
    };
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  };
}
