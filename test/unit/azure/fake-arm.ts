import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { ArmClient, type ArmClientOptions } from "../../../azure/arm-client";
import { findCloud } from "../../../azure/cloud";

/** A request as a fake server got it. */
export interface Seen {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** What a fake server answers. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A server on loopback that answers by a function and remembers what it was asked. */
export class FakeServer {
  readonly seen: Seen[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(answer: (request: Seen, server: FakeServer) => Answer | Promise<Answer>): Promise<FakeServer> {
    const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const url = new URL(request.url ?? "/", fake.url);
      const content = await text(request);
      const seen: Seen = {
        method: request.method ?? "",
        path: decodeURIComponent(url.pathname),
        query: url.searchParams,
        headers: request.headers,
        body: /json/.test(request.headers["content-type"] ?? "") && content !== "" ? JSON.parse(content) : content,
      };
      fake.seen.push(seen);
      const { status = 200, headers = {}, body } = await answer(seen, fake);
      const payload = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
      response.writeHead(status, { ...(payload ? { "content-type": "application/json" } : {}), ...headers });
      response.end(payload);
    };
    const server = createServer((request, response) => void respond(request, response));
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const fake = new FakeServer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return fake;
  }

  /** `GET /path` of each request, in order. */
  get lines(): string[] {
    return this.seen.map(({ method, path }) => `${method} ${path}`);
  }

  /** A client of this server as ARM, quick to repeat and to look. */
  arm(options: ArmClientOptions = {}): ArmClient {
    const cloud = findCloud(undefined, this.url);
    const credential = { getToken: async () => ({ token: "local", expiresOnTimestamp: Infinity }) };
    return new ArmClient(cloud, credential, { retryDelayMs: 1, pollIntervalMs: 1, ...options });
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((stopped) => this.server.close(() => stopped()));
  }
}

export const WORKSPACE =
  "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws";
