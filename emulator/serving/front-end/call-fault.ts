import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";

import type { Sender } from "../http/upstream";
import type { Exchange, UpstreamListener } from "../http/exchange";
import type { UpstreamRequest } from "../http/upstream-request";
import type { CallFailure } from "./deployment-call";

/** What goes wrong with a request on purpose: the front end fails it, or the container answers late or with a status. */
export type CallFault = { failure: CallFailure } | ContainerFault;

/** A container that takes its time, and may answer with a status of its own. */
export interface ContainerFault {
  modelStatus?: number;
  milliseconds?: number;
  /** Ends the time that it takes. */
  cleared: AbortSignal;
}

/** Finds what is to go wrong with a request. */
export type CallFaults = (endpoint: string, deployment: string) => CallFault | undefined;

/** What a call needs of a request on its way. */
export type Exchanging = Pick<Exchange, "requestSent" | "pause" | "resume" | "destroy">;

/** An exchange with a container that takes its time first and may answer with a status of its own, its seat taken meanwhile. */
export class FaultyExchange implements Exchanging {
  private exchange: Exchange | undefined;
  private destroyed = false;

  constructor(
    private readonly upstream: Sender,
    private readonly request: UpstreamRequest,
    private readonly listener: UpstreamListener,
    fault: ContainerFault,
  ) {
    void this.go(fault);
  }

  /** Once the body is here the worker would be busy with it, whether anybody listens or not. */
  get requestSent(): boolean {
    if (this.exchange !== undefined) return this.exchange.requestSent;
    const { body } = this.request;
    return body === undefined || Buffer.isBuffer(body) || ended(body);
  }

  pause(): void {
    this.exchange?.pause();
  }

  resume(): void {
    this.exchange?.resume();
  }

  destroy(): void {
    this.destroyed = true;
    this.exchange?.destroy();
  }

  private async go({ modelStatus, milliseconds = 0, cleared: signal }: ContainerFault): Promise<void> {
    await delay(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
    if (this.destroyed) return;
    if (modelStatus === undefined) this.exchange = this.upstream.send(this.request, this.listener);
    else this.answer(modelStatus);
  }

  private answer(status: number): void {
    const body = Buffer.from(`{"error": "status ${status} on purpose"}`);
    const headers = ["content-type", "application/json", "content-length", String(body.length)];
    const { body: sent } = this.request;
    // Nobody reads it, and the client may go on sending.
    if (sent !== undefined && !Buffer.isBuffer(sent)) sent.resume();
    this.listener.onHead({ status, headers, framing: body.length, keepsAlive: true });
    this.listener.onBody(body);
    this.listener.onEnd();
  }
}

function ended(stream: Readable): boolean {
  return stream.readableEnded;
}
