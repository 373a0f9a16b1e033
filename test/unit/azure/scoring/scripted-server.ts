import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** What a server does with one request. */
export type Step =
  | { status: number; headers?: Record<string, string>; body?: string }
  /** Closes the connection without a byte. */
  | "reset"
  /** Says that ten bytes come, sends four, and closes the connection. */
  | "break off"
  /** Sends the head and four of ten bytes, and then no more. */
  | "stall"
  /** Sends nothing at all. */
  | "silence";

/** A request as the server got it. */
export interface Got {
  headers: IncomingHttpHeaders;
  body: string;
  url: string;
}

/** A real server on loopback that does with each request what the script says; the last step stays. */
export class ScriptedServer {
  readonly got: Got[] = [];
  connections = 0;
  script: readonly (Step | ((got: Got) => Step))[] = [{ status: 200, body: '"ok"' }];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ScriptedServer> {
    const server = createServer();
    const scripted = new ScriptedServer(server);
    server.on("request", (request, response) => void scripted.serve(request, response));
    server.on("connection", () => (scripted.connections += 1));
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return scripted;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/score`;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((stopped) => this.server.close(() => stopped()));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request).catch(() => Buffer.alloc(0)); // its client left
    const got: Got = { headers: request.headers, body: body.toString(), url: request.url ?? "" };
    const at = Math.min(this.got.push(got), this.script.length) - 1;
    const scripted = this.script[at] ?? "reset";
    const step = typeof scripted === "function" ? scripted(got) : scripted;
    if (step === "silence") return;
    if (step === "reset") return void request.socket.resetAndDestroy();
    if (typeof step === "object") {
      response.writeHead(step.status, step.headers);
      return void response.end(step.body);
    }
    response.writeHead(200, { "content-length": "10" });
    response.write("1234", () => {
      if (step === "break off") request.socket.destroy();
    });
  }
}
