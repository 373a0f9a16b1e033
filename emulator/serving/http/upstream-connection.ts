import { connect, type Socket } from "node:net";

import type { Carrier, Exchange } from "./exchange";
import { sendStream } from "./request-body";
import type { ResponseHead } from "./response-head";
import { ResponseParser, type ResponseListener } from "./response-parser";
import { isChunked, requestHead } from "./upstream-request";

/** What becomes of a connection that has nothing to do. */
export interface ConnectionOwner {
  free(connection: UpstreamConnection): void;
  lost(connection: UpstreamConnection): void;
}

/** Bodies up to this many bytes share one write with the head. */
const ONE_WRITE = 16 * 1024;

/** One HTTP/1.1 connection: one request at a time, and again if the server keeps it open. */
export class UpstreamConnection implements Carrier, ResponseListener {
  requestSent = true;
  private readonly socket: Socket;
  private parser: ResponseParser | undefined;
  private exchange: Exchange | undefined;
  private stopSending: (() => void) | undefined;
  private paused = false;
  private error: Error | undefined;

  constructor(
    port: number,
    buffer: Buffer,
    private readonly owner: ConnectionOwner,
  ) {
    const callback = (bytes: number): boolean => this.read(buffer.subarray(0, bytes));
    this.socket = connect({ port, host: "127.0.0.1", noDelay: true, onread: { buffer, callback } });
    this.socket.on("error", (error) => (this.error = error));
    this.socket.on("close", () => this.ended());
  }

  /** Sends a request; its listener is told of the response. */
  carry(exchange: Exchange): void {
    const { request } = exchange;
    const { body } = request;
    this.parser = new ResponseParser(this, request.method === "HEAD");
    this.exchange = exchange;
    exchange.connection = this;
    const head = requestHead(request);
    if (body === undefined) this.socket.write(head, "latin1");
    else if (!Buffer.isBuffer(body)) {
      this.requestSent = false;
      exchange.again = undefined; // what is sent of a stream is gone
      this.socket.write(head, "latin1");
      this.stopSending = sendStream(body, this.socket, isChunked(request), () => (this.requestSent = true));
    } else if (body.length <= ONE_WRITE) this.socket.write(head + body.toString("latin1"), "latin1");
    else {
      this.socket.cork();
      this.socket.write(head, "latin1");
      this.socket.write(body);
      this.socket.uncork();
    }
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.socket.resume();
  }

  /** Ends the connection; nobody hears anything more. */
  destroy(): void {
    this.release();
    this.socket.destroy();
  }

  onHead(head: ResponseHead): void {
    this.exchange?.listener.onHead(head);
  }

  onBody(piece: Buffer): void {
    this.exchange?.listener.onBody(piece);
  }

  /** The connection is free, or gone, before the end is told: who hears it may send the next request at once. */
  onEnd(): void {
    const { exchange } = this;
    const reusable = this.parser?.keepsAlive === true && this.requestSent && !this.socket.destroyed;
    this.release();
    if (reusable) this.owner.free(this);
    else this.socket.destroy();
    exchange?.listener.onEnd();
  }

  private read(piece: Buffer): boolean {
    // Nothing was asked for: such a server is not trusted with another request.
    if (this.parser === undefined) this.socket.destroy();
    else {
      try {
        this.parser.read(piece);
      } catch (error) {
        this.socket.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    }
    return !this.paused;
  }

  private ended(): void {
    this.owner.lost(this);
    const { exchange, parser } = this;
    if (exchange === undefined || parser?.end() === true) return;
    this.release();
    const { again } = exchange;
    exchange.again = undefined;
    if (again !== undefined && parser?.begun === false) again();
    else {
      const cutOff = "the server closed the connection before its answer was complete";
      exchange.listener.onError(this.error ?? new Error(cutOff));
    }
  }

  private release(): void {
    this.stopSending?.();
    if (this.exchange !== undefined) this.exchange.connection = undefined;
    this.stopSending = this.exchange = this.parser = undefined;
    this.requestSent = true;
    this.paused = false;
  }
}
