import type { ServerResponse } from "node:http";

/** Milliseconds that a client may leave its events unread before it is cut off. */
const patience = 30_000;

/**
 * Server-sent events to one client. What comes while the client is behind is dropped, not kept: at most one event waits
 * for it.
 */
export class EventStream {
  private behindSince: number | undefined;

  constructor(
    private readonly response: ServerResponse,
    /** Called when a client that was behind can take events again. */
    private readonly caughtUp: () => void,
  ) {
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    // Milliseconds after which the page asks again when the connection is lost.
    this.write("retry: 1000\n\n");
  }

  /** Sends an event, whose data is JSON; false where the client is behind and does not get it. */
  send(event: string, json: string): boolean {
    if (this.behindSince !== undefined) return false;
    this.write(`event: ${event}\ndata: ${json}\n\n`);
    return true;
  }

  /** Says nothing, so that a connection that is gone shows; cuts off a client that does not read. */
  beat(): void {
    if (this.behindSince === undefined) this.write(":\n\n");
    else if (performance.now() - this.behindSince > patience) this.response.destroy();
  }

  end(): void {
    this.response.end();
  }

  private write(text: string): void {
    if (this.response.write(text)) return;
    this.behindSince = performance.now();
    this.response.once("drain", () => {
      this.behindSince = undefined;
      this.caughtUp();
    });
  }
}
