import { Transform } from "node:stream";

import type { ResponseHead } from "../http/response-head";
import type { UpstreamRequest } from "../http/upstream-request";
import { FAILURES } from "./answers";
import type { Outcome } from "./client-answer";
import type { CallFault } from "./call-fault";
import { DeploymentCall, type CallFailure, type Caller, type ServedDeployment } from "./deployment-call";

/** A body beyond this many bytes is not mirrored: copies must never hold much memory. */
const COPY_LIMIT = 4 * 1024 * 1024;

/**
 * Returns the request to send, and sends a copy of it to the mirror deployment as soon as the body is known. The copy's
 * answer is dropped; nothing that befalls it delays or changes the client's.
 */
export function mirrored(
  request: UpstreamRequest,
  to: ServedDeployment,
  outcome: Outcome | undefined,
  fault?: CallFault,
): UpstreamRequest {
  const send = (copy: UpstreamRequest): void => new DeploymentCall(to, copy, new DroppedAnswer(outcome), fault).start();
  const { body } = request;
  if (body === undefined || Buffer.isBuffer(body)) {
    setImmediate(send, request);
    return request;
  }
  return { ...request, body: body.pipe(copy((whole) => send({ ...request, body: whole }))) };
}

/** Passes everything on and tells the whole of it at the end, where that is not too much. */
function copy(told: (whole: Buffer) => void): Transform {
  let pieces: Buffer[] | undefined = [];
  let size = 0;
  return new Transform({
    transform(piece: Buffer, _encoding, next) {
      size += piece.length;
      if (size > COPY_LIMIT) pieces = undefined;
      pieces?.push(piece);
      next(null, piece);
    },
    flush(done) {
      if (pieces) told(Buffer.concat(pieces));
      done();
    },
  });
}

/** Hears an answer for the records only. */
class DroppedAnswer implements Caller {
  private head: ResponseHead | undefined;
  private modelMs: number | undefined;

  constructor(private readonly outcome: Outcome | undefined) {}

  answered(head: ResponseHead, modelMs: number): void {
    this.head = head;
    this.modelMs = modelMs;
  }

  body(): void {
    // Nobody reads it.
  }

  ended(): void {
    this.outcome?.(this.head?.status === 200 ? 200 : 424, this.head?.status, this.modelMs);
  }

  failed(failure: CallFailure): void {
    this.outcome?.(FAILURES[failure].status, this.head?.status, this.modelMs);
  }
}
