import { randomUUID } from "node:crypto";
import { STATUS_CODES, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

import { answering } from "../http/answering";
import { problem, send, type Answer } from "./answers";

/** What Node's parser says of a request that is no good; everything else is a 400. */
const GARBAGE: Readonly<Record<string, Answer>> = {
  HPE_HEADER_OVERFLOW: problem(431, "RequestHeaderFieldsTooLarge", "The headers are too long."),
  ERR_HTTP_REQUEST_TIMEOUT: problem(408, "RequestTimeout", "The request did not arrive in time."),
};

export const NO_HOST = problem(400, "BadRequest", "The request has no Host header.");
export const UNEXPECTED = problem(
  417,
  "ExpectationFailed",
  "The request expects what can't be done; 100-continue can.",
);

/** Refuses a request for what its head says of HTTP itself. */
export function refuseHead(response: ServerResponse, answer: Answer): void {
  send(response, answer, ["x-request-id", randomUUID(), "connection", "close"]);
}

/** What is no HTTP at all still gets an answer in the usual shape. */
export function answerGarbage(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === "ECONNRESET" || answering(socket)) return void socket.destroy();
  const answer = GARBAGE[error.code ?? ""] ?? problem(400, "BadRequest", "The request is not well-formed HTTP.");
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}`,
    `x-request-id: ${randomUUID()}`,
    `content-type: ${answer.contentType}`,
    `content-length: ${Buffer.byteLength(answer.body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${answer.body}`);
}
