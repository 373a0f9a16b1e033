import type { ServerResponse } from "node:http";

import type { ResponseHead } from "../http/response-head";
import { FAILURES, send } from "./answers";
import type { CallFailure, Caller, DeploymentCall } from "./deployment-call";

/** What a caller ended with, told once. */
export type Outcome = (status: number, modelStatus?: number, modelMs?: number) => void;

/** Headers of the container's that the client does not get, because the front end says them itself. */
const DROPPED: ReadonlySet<string> = new Set([
  "azureml-model-deployment",
  "ms-azureml-model-error-reason",
  "ms-azureml-model-error-statuscode",
  "ms-azureml-model-time",
  "x-request-id",
]);

/** Bytes up to which a body that came in one piece is sent together with the head. */
const WITH_HEAD = 16 * 1024;

/**
 * Hands a deployment's answer to the client as the service's front end does: whatever is not 200 becomes 424, with the
 * container's status in a header and its body kept.
 */
export class ClientAnswer implements Caller {
  private told = false;
  private waiting = false;
  private status = 0;
  private modelStatus: number | undefined;
  private modelMs: number | undefined;
  private call: DeploymentCall | undefined;
  /** Bytes of the body, where the container says so. */
  private expected: number | undefined;
  /** A body that came in one piece, a character for each byte: as a string it goes out in one write with the head. */
  private whole: string | undefined;

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
      if (this.told) return;
      call.abandon();
      this.tell(499);
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
      const [name = "", value = ""] = [head.headers[i], head.headers[i + 1]];
      if (!DROPPED.has(name)) headers.push(name, value);
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
    if (typeof head.framing === "number") this.expected = head.framing;
    else this.response.flushHeaders();
  }

  body(piece: Buffer): void {
    if (piece.length === this.expected && piece.length <= WITH_HEAD) this.whole = piece.toString("latin1");
    else if (!this.response.write(Buffer.from(piece))) this.waitForClient();
  }

  ended(): void {
    this.tell(this.status);
    if (this.whole === undefined) this.response.end();
    else this.response.end(this.whole, "latin1");
  }

  failed(failure: CallFailure): void {
    const answer = FAILURES[failure];
    this.tell(answer.status);
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

  private tell(status: number): void {
    if (this.told) return;
    this.told = true;
    this.outcome?.(status, this.modelStatus, this.modelMs);
  }
}
