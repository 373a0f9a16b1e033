import type { ResponseHead } from "../http/response-head";
import type { UpstreamListener } from "../http/exchange";
import type { UpstreamRequest } from "../http/upstream-request";
import type { Guest, Seat, Slots } from "../slots";
import { FaultyExchange, type CallFault, type Exchanging } from "./call-fault";

/** A deployment as the front end calls it. */
export interface ServedDeployment {
  readonly name: string;
  /** Milliseconds from arrival to the last byte of the answer. */
  readonly requestTimeoutMs: number;
  readonly slots: Slots;
}

/** Why a deployment gave no whole answer. */
export type CallFailure =
  "timeout" | "too_many_pending" | "not_ready" | "connection_lost" | "platform_failure" | "unavailable";

/** Who made the call. Hears an answer to its end, or a failure at any point before. */
export interface Caller {
  /** `modelMs`: milliseconds between sending the request and the answer's head. */
  answered(head: ResponseHead, modelMs: number): void;
  body(piece: Buffer): void;
  ended(): void;
  failed(failure: CallFailure): void;
}

/**
 * One request to one deployment: waits for a seat, sends, tells the answer, within the request timeout. A caller that
 * is gone or was timed out leaves its request running, because the server's worker is busy with it whether anybody
 * listens or not: the seat is given back when the worker answers, not before.
 */
export class DeploymentCall implements Guest, UpstreamListener {
  private seat: Seat | undefined;
  private exchange: Exchanging | undefined;
  private timer: NodeJS.Timeout | undefined;
  private sentAt = 0;
  private answering = false;
  private abandoned = false;

  constructor(
    private readonly deployment: ServedDeployment,
    private readonly request: UpstreamRequest,
    private readonly caller: Caller,
    private readonly fault?: CallFault,
  ) {}

  start(): void {
    if (this.fault !== undefined && "failure" in this.fault) return this.fail(this.fault.failure);
    this.timer = setTimeout(() => this.expire(), this.deployment.requestTimeoutMs);
    const admission = this.deployment.slots.enter(this);
    if (admission !== "admitted") this.fail(admission);
  }

  /** The caller does not wait any longer and hears nothing more. */
  abandon(): void {
    if (this.abandoned) return;
    this.abandoned = true;
    clearTimeout(this.timer);
    if (this.seat === undefined) this.deployment.slots.forget(this);
    else if (this.answering || this.exchange?.requestSent !== true) this.hangUp();
  }

  /** No more pieces for now. */
  pause(): void {
    this.exchange?.pause();
  }

  resume(): void {
    this.exchange?.resume();
  }

  seated(seat: Seat): void {
    this.seat = seat;
    this.sentAt = performance.now();
    const { fault, request } = this;
    if (fault === undefined || "failure" in fault) this.exchange = seat.upstream.send(request, this);
    else this.exchange = new FaultyExchange(seat.upstream, request, this, fault);
  }

  turnedAway(): void {
    this.fail("not_ready");
  }

  onHead(head: ResponseHead): void {
    this.answering = true;
    if (this.abandoned) this.hangUp();
    else this.caller.answered(head, performance.now() - this.sentAt);
  }

  onBody(piece: Buffer): void {
    if (!this.abandoned) this.caller.body(piece);
  }

  onEnd(): void {
    clearTimeout(this.timer);
    this.standUp();
    if (!this.abandoned) this.caller.ended();
  }

  onError(): void {
    this.standUp();
    if (!this.abandoned) this.fail("connection_lost");
  }

  private expire(): void {
    this.abandon();
    this.caller.failed("timeout");
  }

  private fail(failure: CallFailure): void {
    clearTimeout(this.timer);
    this.caller.failed(failure);
  }

  private hangUp(): void {
    this.exchange?.destroy();
    this.standUp();
  }

  private standUp(): void {
    const { seat } = this;
    this.seat = this.exchange = undefined;
    if (seat !== undefined) this.deployment.slots.leave(seat);
  }
}
