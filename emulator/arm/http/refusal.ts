import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { answering } from "../../serving/http/answering";
import { ArmError } from "./errors";
import type { Reply } from "./request";
import { NotWritten } from "../store/store";

/** Largest body that is taken, in bytes (ARM's documented limit of a request). */
export const bodyLimit = 4 * 1024 * 1024;

/** The answer to a request that failed: always ARM's envelope. `onDefect` hears of what is the emulator's own fault. */
export function refusal(error: unknown, onDefect: (error: unknown) => void): Reply {
  if (error instanceof ArmError) return { status: error.status, body: error.body, headers: error.headers };
  const status = clientFault(error);
  if (status === undefined) {
    onDefect(error);
    if (error instanceof NotWritten) return envelope(507, "InsufficientStorage", error.message);
    return envelope(500, "InternalServerError", "The local Azure ML has a defect; its log has the details.");
  }
  if (status === 413) return envelope(413, "RequestContentTooLarge", `The request has more than ${bodyLimit} bytes.`);
  const code =
    error instanceof Error && "code" in error && error.code === "FST_ERR_BAD_URL" ? "InvalidRequestUri" : "BadRequest";
  return envelope(status, code, error instanceof Error ? error.message : "The request can't be read.");
}

/** Statuses of what Node's parser refuses; everything else is a 400. */
const malformed: Readonly<Record<string, [status: string, code: string]>> = {
  HPE_HEADER_OVERFLOW: ["431 Request Header Fields Too Large", "RequestHeaderFieldsTooLarge"],
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "RequestTimeout"],
};

/** Answers what is not even HTTP, on the bare socket. */
export function refuseMalformed(error: Error & { code?: string }, socket: Duplex): void {
  if (!socket.writable || answering(socket)) return void socket.destroy();
  const [status, code] = malformed[error.code ?? ""] ?? ["400 Bad Request", "BadRequest"];
  const body = JSON.stringify(new ArmError(400, code, `The request can't be read: ${error.message}.`).body);
  const head = [
    `HTTP/1.1 ${status}`,
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** Answers a request that expects what nobody here does (RFC 9110, 10.1.1). */
export function refuseExpectation(request: IncomingMessage, response: ServerResponse): void {
  const message = `The expectation '${request.headers.expect}' can't be met; 100-continue can.`;
  response.writeHead(417, { "content-type": "application/json; charset=utf-8", "connection": "close" });
  response.end(JSON.stringify(new ArmError(417, "ExpectationFailed", message).body));
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
