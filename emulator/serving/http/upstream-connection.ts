import { connect, type Socket } from "node:net";
import type { Readable } from "node:stream";

import { sendStream } from "./request-body";
import type { ResponseHead } from "./response-head";
import { ResponseParser, type ResponseListener } from "./response-parser";

/** A request as it goes onto the wire. */
export interface UpstreamRequest {
  method: string;
  /** Request line and headers, the empty line included. */
  head: string;
  /** Absent: no body. A stream is sent as it comes, in chunks where the head says so. */
  body?: Buffer | { stream: Readable; chunked: boolean };
}

/** Who is told of a request's fate: a response to its last piece, or one error at any point. */
export interface UpstreamListener extends ResponseListener {
  /** The connection that carries the request from now on. */
  onConnection(connection: UpstreamConnection): void;
  onError(error: Error): void;
}

/** What becomes of a connection that has nothing to do. */
export interface ConnectionOwner {
  free(connection: UpstreamConnection): void;
  lost(connection: UpstreamConnection): void;
}

/** Bodies up to this many bytes share one write with the head. */
const ONE_WRITE = 16 * 1024;

/** One HTTP/1.1 connection: one request at a time, and again if the server keeps it open. */
export class UpstreamConnection implements ResponseListener {
  /** True once the whole request is handed to the socket. */
  requestSent = false;
  private readonly socket: Socket;
  private parser: ResponseParser | undefined;
  private listener: UpstreamListener | undefined;
  private sendAgain: (() => void) | undefined;
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

  /** `sendAgain` is called instead of an error where the server closed the connection before it read the request. */
  send(request: UpstreamRequest, listener: UpstreamListener, sendAgain?: () => void): void {
    this.parser = new ResponseParser(this, request.method === "HEAD");
    this.listener = listener;
    const { body } = request;
    const streamed = body !== undefined && !Buffer.isBuffer(body);
    this.sendAgain = streamed ? undefined : sendAgain;
    this.requestSent = !streamed;
    listener.onConnection(this);
    if (body === undefined) this.socket.write(request.head, "latin1");
    else if (streamed) {
      this.socket.write(request.head, "latin1");
      this.stopSending = sendStream(body.stream, this.socket, body.chunked, () => (this.requestSent = true));
    } else if (body.length <= ONE_WRITE) this.socket.write(request.head + body.toString("latin1"), "latin1");
    else {
      this.socket.cork();
      this.socket.write(request.head, "latin1");
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

  /** Ends the connection; the listener hears nothing more. */
  destroy(): void {
    this.release();
    this.socket.destroy();
  }

  onHead(head: ResponseHead): void {
    this.listener?.onHead(head);
  }

  /** The connection is free, or gone, before the last piece is told: who hears it may send the next request at once. */
  onBody(piece: Buffer, last: boolean): void {
    const { listener } = this;
    if (last) {
      const reusable = this.parser?.keepsAlive === true && this.requestSent && !this.socket.destroyed;
      this.release();
      if (reusable) this.owner.free(this);
      else this.socket.destroy();
    }
    listener?.onBody(piece, last);
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
    const { listener, parser, sendAgain } = this;
    if (listener === undefined || parser?.end() === true) return;
    this.release();
    if (sendAgain !== undefined && parser?.begun === false) sendAgain();
    else listener.onError(this.error ?? new Error("the server closed the connection before its answer was complete"));
  }

  private release(): void {
    this.stopSending?.();
    this.stopSending = this.sendAgain = this.listener = this.parser = undefined;
    this.paused = false;
  }
}
