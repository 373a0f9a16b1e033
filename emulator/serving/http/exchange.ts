import type { ResponseHead } from "./response-head";
import type { UpstreamRequest } from "./upstream-request";

/** Who is told of a request's fate: a response to its end, or one error at any point. */
export interface UpstreamListener {
  onHead(head: ResponseHead): void;
  /** The piece is valid during the call only. */
  onBody(piece: Buffer): void;
  onEnd(): void;
  onError(error: Error): void;
}

/** What carries an exchange: a connection, as long as it has no other one. */
export interface Carrier {
  readonly requestSent: boolean;
  pause(): void;
  resume(): void;
  destroy(): void;
}

/** A request on its way and its response. */
export class Exchange {
  /** What carries it now; none before, and after the end. */
  connection: Carrier | undefined;

  constructor(
    readonly request: UpstreamRequest,
    readonly listener: UpstreamListener,
    /** Sends it once more, where the connection was used before. */
    public again: (() => void) | undefined,
  ) {}

  /** True once the whole request is handed to a connection. */
  get requestSent(): boolean {
    return this.connection?.requestSent !== false;
  }

  pause(): void {
    this.connection?.pause();
  }

  resume(): void {
    this.connection?.resume();
  }

  /** Ends the connection; the listener hears nothing more. */
  destroy(): void {
    this.connection?.destroy();
  }
}
