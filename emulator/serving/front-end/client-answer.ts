import type { ServerResponse } from "node:http";

import type { ResponseHead } from "../http/response-head";
import { FAILURES, send } from "./answers";
import type { CallFailure, Caller, DeploymentCall } from "./deployment-call";

/** What a caller ended with, told once. */
export type Outcome = (status: number, modelStatus?: number, modelMs?: number) => void;

/** Pieces up to this many bytes are joined with the head into one write. */
const ONE_WRITE = 16 * 1024;

/** Headers that the front end says itself, whatever the container says. */
const OWN: ReadonlySet<string> = new Set([
  "azureml-model-deployment",
  "ms-azureml-model-error-reason",
  "ms-azureml-model-error-statuscode",
  "ms-azureml-model-time",
  "x-request-id",
]);

/**
 * Hands a deployment's answer to the client as the service's front end does: whatever is not 200 becomes 424, with the
 * container's status in a header and its body kept.
 */
export class ClientAnswer implements Caller {
  private ended = false;
  private waiting = false;
  private status = 0;
  private modelStatus: number | undefined;
  private modelMs: number | undefined;
  private call: DeploymentCall | undefined;

  constructor(
    private readonly response: ServerResponse,
    /** Alternately name and value, on every answer. */
    private readonly headers: readonly string[],
    private readonly outcome: Outcome | undefined,
  ) {}

  /** The call whose answer this is: it is abandoned where the client leaves, and waits where the client reads slowly. */
  follow(call: DeploymentCall): void {
    this.call = call;
    this.response.on("close", () => {
      if (this.ended) return;
      call.abandon();
      this.end(499);
    });
    call.start();
  }

  answered(head: ResponseHead, modelMs: number): void {
    this.modelStatus = head.status;
    this.modelMs = modelMs;
    this.status = head.status === 200 ? 200 : 424;
    const headers = [...this.headers, "ms-azureml-model-time", String(Math.round(modelMs))];
    if (this.status === 424) {
      headers.push("ms-azureml-model-error-reason", "model_error");
      headers.push("ms-azureml-model-error-statuscode", String(head.status));
    }
    for (let i = 0; i + 1 < head.headers.length; i += 2) {
      const name = head.headers[i] ?? "";
      if (!OWN.has(name)) headers.push(name, head.headers[i + 1] ?? "");
    }
    try {
      this.response.writeHead(this.status, headers);
    } catch {
      // The container sent a header that HTTP does not allow.
      this.call?.abandon();
      this.failed("connection_lost");
      return;
    }
    // A body of known length is about to follow and shares a write with the head; others may take their time.
    if (typeof head.framing !== "number") this.response.flushHeaders();
  }

  body(piece: Buffer, last: boolean): void {
    if (last) this.end(this.status);
    if (last && piece.length <= ONE_WRITE) this.response.end(piece.toString("latin1"), "latin1");
    else if (last) this.response.end(Buffer.from(piece));
    else if (!this.response.write(Buffer.from(piece))) this.waitForClient();
  }

  failed(failure: CallFailure): void {
    const answer = FAILURES[failure];
    this.end(answer.status);
    // Half an answer can't be taken back; the client sees the connection break.
    if (this.response.headersSent) this.response.destroy();
    else send(this.response, answer, this.headers);
  }

  private waitForClient(): void {
    if (this.waiting) return;
    this.waiting = true;
    this.call?.pause();
    this.response.once("drain", () => {
      this.waiting = false;
      this.call?.resume();
    });
  }

  private end(status: number): void {
    if (this.ended) return;
    this.ended = true;
    this.outcome?.(status, this.modelStatus, this.modelMs);
  }
}
