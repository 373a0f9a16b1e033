import type { ServerResponse } from "node:http";

import type { ResponseHead } from "../http/upstream";
import { FAILURES, send } from "./answers";
import type { CallFailure, Caller, DeploymentCall } from "./deployment-call";
import { HOP_BY_HOP } from "./hop-by-hop";

/** What a caller ended with, told once. */
export type Outcome = (status: number, modelStatus?: number, modelMs?: number) => void;

/** Headers of the container's that the client does not get: those of one connection, and what the front end says itself. */
const DROPPED: ReadonlySet<string> = new Set([
  ...HOP_BY_HOP,
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
  private told = false;
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
    for (const [name, value] of Object.entries(head.headers)) {
      if (value === undefined || DROPPED.has(name)) continue;
      for (const one of Array.isArray(value) ? value : [value]) headers.push(name, one);
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
    if (head.headers["content-length"] === undefined) this.response.flushHeaders();
  }

  body(piece: Buffer): void {
    if (!this.response.write(piece)) this.waitForClient();
  }

  ended(): void {
    this.tell(this.status);
    this.response.end();
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
