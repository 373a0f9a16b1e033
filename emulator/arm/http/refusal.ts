import type { Duplex } from "node:stream";
import { ArmError } from "./errors";
import type { Reply } from "./request";

/** Largest body that is taken, in bytes (ARM's documented limit of a request). */
export const bodyLimit = 4 * 1024 * 1024;

/** The answer to a request that failed: always ARM's envelope. `onDefect` hears of what is the emulator's own fault. */
export function refusal(error: unknown, onDefect: (error: unknown) => void): Reply {
  if (error instanceof ArmError) return { status: error.status, body: error.body, headers: error.headers };
  const status = clientFault(error);
  if (status === undefined) {
    onDefect(error);
    return envelope(500, "InternalServerError", "The local Azure ML has a defect; its log has the details.");
  }
  if (status === 413) return envelope(413, "RequestContentTooLarge", `The request has more than ${bodyLimit} bytes.`);
  const code =
    error instanceof Error && "code" in error && error.code === "FST_ERR_BAD_URL" ? "InvalidRequestUri" : "BadRequest";
  return envelope(status, code, error instanceof Error ? error.message : "The request can't be read.");
}

/** Answers what is not even HTTP, on the bare socket. */
export function refuseMalformed(error: Error & { code?: string }, socket: Duplex): void {
  if (!socket.writable) return void socket.destroy();
  const tooLong = error.code === "HPE_HEADER_OVERFLOW";
  const body = JSON.stringify(new ArmError(400, "BadRequest", `The request can't be read: ${error.message}.`).body);
  const head = [
    `HTTP/1.1 ${tooLong ? "431 Request Header Fields Too Large" : "400 Bad Request"}`,
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

function envelope(status: number, code: string, message: string): Reply {
  return { status, body: new ArmError(status, code, message).body };
}

/** The status of an error that the HTTP framework lays at the client's door. */
function clientFault(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("statusCode" in error)) return undefined;
  const { statusCode } = error;
  return typeof statusCode === "number" && statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}
