import type { IncomingHttpHeaders } from "node:http";
import { PassThrough, Readable } from "node:stream";

import { Client, type Dispatcher } from "undici";

/** A request as a server gets it. */
export interface UpstreamRequest {
  method: string;
  /** Path and query. */
  path: string;
  /** Alternately name and value; those of one connection are left out. */
  headers: string[];
  /** Absent: no body. A stream is sent as it comes, in chunks where no header says how long it is. */
  body?: Buffer | Readable;
}

/** Status and headers of a response, every byte of a value a character. */
export interface ResponseHead {
  status: number;
  headers: IncomingHttpHeaders;
}

/** Who is told of a request's fate: a response to its end, or one error at any point. */
export interface UpstreamListener {
  onHead(head: ResponseHead): void;
  onBody(piece: Buffer): void;
  onEnd(): void;
  onError(error: Error): void;
}

/** Bytes of status line and headers. */
const HEAD_LIMIT = 64 * 1024;

/** One server process on a loopback port, and the connections to it that wait for work. */
export class Upstream {
  private readonly idle: Connection[] = [];
  private closed = false;

  constructor(readonly port: number) {}

  /**
   * Sends a request on a waiting connection or a new one. A server may close a waiting connection in the moment in which
   * it is used again; nothing was read then, and the request goes out once more on a new one.
   */
  send(request: UpstreamRequest, listener: UpstreamListener): Exchange {
    const connection = this.idle.pop() ?? new Connection(this.port);
    return new Exchange(connection, request, listener, (free) => {
      if (this.closed) void free.close();
      else this.idle.push(free);
    });
  }

  /** Closes the connections that wait; those in use end with their requests. */
  close(): void {
    this.closed = true;
    for (const connection of this.idle.splice(0)) void connection.close();
  }
}

/**
 * One connection at a time, opened anew where the server has closed it. Not undici's pool, because that does not tell
 * whether a connection was used before, and because it connects again after an abort, to no purpose: a server with one
 * worker would wait for a request on that connection. How long an answer may take is the caller's to say.
 */
class Connection extends Client {
  /** True once it has carried a request. */
  used = false;

  constructor(readonly port: number) {
    const timeouts = { connectTimeout: 0, headersTimeout: 0, bodyTimeout: 0 };
    super(`http://127.0.0.1:${port}`, { ...timeouts, maxHeaderSize: HEAD_LIMIT });
    this.on("connect", () => (this.used = false));
  }
}

/** A request on its way and its response. */
export class Exchange implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | undefined;
  private readonly body: Buffer | Readable | undefined;
  private heard = false;

  constructor(
    private connection: Connection,
    private readonly request: UpstreamRequest,
    /** Absent as soon as there is nothing more to tell. */
    private listener: UpstreamListener | undefined,
    private readonly free: (connection: Connection) => void,
  ) {
    this.body = request.body instanceof Readable ? detachable(request.body) : request.body;
    this.dispatch();
  }

  /** True once the whole request is handed to the connection. */
  get requestSent(): boolean {
    return !(this.body instanceof Readable) || this.body.readableEnded;
  }

  pause(): void {
    this.controller?.pause();
  }

  resume(): void {
    this.controller?.resume();
  }

  /** Ends the connection; the listener hears nothing more. */
  destroy(): void {
    if (this.listener === undefined) return;
    this.listener = undefined;
    void this.connection.destroy();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
  }

  onResponseStarted(): void {
    this.heard = true;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    // 103 only announces the response.
    if (status >= 200) this.listener?.onHead({ status, headers });
  }

  onResponseData(_controller: Dispatcher.DispatchController, piece: Buffer): void {
    this.listener?.onBody(piece);
  }

  /** The connection is free before the end is told: who hears it may send the next request at once. */
  onResponseEnd(): void {
    const { connection, listener } = this;
    if (listener === undefined) return;
    this.listener = undefined;
    connection.used = true;
    this.free(connection);
    listener.onEnd();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const { body, connection, listener } = this;
    void connection.destroy();
    if (body instanceof Readable) body.destroy();
    else if (connection.used && !this.heard && listener !== undefined) {
      this.connection = new Connection(connection.port);
      return this.dispatch();
    }
    this.listener = undefined;
    listener?.onError(error);
  }

  private dispatch(): void {
    this.connection.dispatch({ ...this.request, body: this.body }, this);
  }
}

/** undici destroys what it sends; the client's stream is also the way back to the client, and only flows on unread. */
function detachable(stream: Readable): Readable {
  const passage = new PassThrough();
  passage.once("close", () => stream.unpipe(passage).resume());
  return stream.pipe(passage);
}
