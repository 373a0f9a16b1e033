import { Exchange, type UpstreamListener } from "./exchange";
import { UpstreamConnection } from "./upstream-connection";
import type { UpstreamRequest } from "./upstream-request";

/** Bytes that are read off a connection at once; one buffer for all, since each read is handled before the next. */
const READ_SIZE = 64 * 1024;

/** What takes requests to an instance. */
export interface Sender {
  /** The loopback port that the instance's server has. */
  readonly port: number;
  send(request: UpstreamRequest, listener: UpstreamListener): Exchange;
  /** Closes the connections that wait; those in use end with their requests. */
  close(): void;
}

/** One server process on a loopback port, and the connections to it that wait for work. */
export class Upstream implements Sender {
  private readonly idle: UpstreamConnection[] = [];
  private readonly buffer = Buffer.allocUnsafeSlow(READ_SIZE);
  private closed = false;

  constructor(readonly port: number) {}

  /**
   * Sends a request on a waiting connection or a new one. A server may close a waiting connection in the moment in which
   * it is used again; nothing was read then, and the request goes out once more on a new one.
   */
  send(request: UpstreamRequest, listener: UpstreamListener): Exchange {
    const waiting = this.idle.pop();
    const exchange = new Exchange(request, listener, waiting && (() => this.connect().carry(exchange)));
    (waiting ?? this.connect()).carry(exchange);
    return exchange;
  }

  /** Closes the connections that wait; those in use end with their requests. */
  close(): void {
    this.closed = true;
    for (const connection of this.idle.splice(0)) connection.destroy();
  }

  private connect(): UpstreamConnection {
    return new UpstreamConnection(this.port, this.buffer, {
      free: (connection) => {
        if (this.closed) connection.destroy();
        else this.idle.push(connection);
      },
      lost: (connection) => {
        const at = this.idle.indexOf(connection);
        if (at >= 0) this.idle.splice(at, 1);
      },
    });
  }
}
