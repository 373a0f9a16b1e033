import { once } from "node:events";
import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
} from "node:http";
import { Server, type Socket } from "node:net";
import { text } from "node:stream/consumers";

import type { AuthMode, ServedEndpoint } from "../../../emulator/serving/contract";
import { startFrontEnd, type FrontEnd, type FrontEndOptions } from "../../../emulator/serving/front-end";
import type { ServedDeployment } from "../../../emulator/serving/front-end/deployment-call";
import type { RequestRecord } from "../../../emulator/serving/front-end/request-record";
import { Upstream } from "../../../emulator/serving/http/upstream";
import { Slots } from "../../../emulator/serving/slots";

export interface StubDeployment {
  /** A server that does not listen yet, where the test says every byte itself. */
  container: RequestListener | Server;
  instances?: number;
  maxConcurrent?: number;
  requestTimeoutMs?: number;
  /** No instance takes requests. */
  unready?: boolean;
}

export interface StubOptions {
  deployments: Record<string, StubDeployment>;
  traffic?: Record<string, number>;
  mirrorTraffic?: Record<string, number>;
  authMode?: AuthMode;
  random?: FrontEndOptions["random"];
  faults?: FrontEndOptions["faults"];
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Call {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export const KEY = "a-key";

/** One endpoint, `fraud`, with containers that are plain servers of the test. */
export class StubEndpoint {
  readonly records: RequestRecord[] = [];
  readonly endpoint: ServedEndpoint;

  private constructor(
    private readonly frontEnd: FrontEnd,
    private readonly servers: Server[],
    private readonly sockets: Set<Socket>,
    endpoint: ServedEndpoint,
    records: RequestRecord[],
  ) {
    this.endpoint = endpoint;
    this.records = records;
  }

  static async start(options: StubOptions): Promise<StubEndpoint> {
    const servers: Server[] = [];
    const sockets = new Set<Socket>();
    const served = new Map<string, ServedDeployment>();
    for (const [name, deployment] of Object.entries(options.deployments)) {
      const { container, instances = 1, maxConcurrent = 1, requestTimeoutMs = 5_000, unready = false } = deployment;
      const slots = new Slots();
      slots.configure(maxConcurrent, instances);
      for (let i = 0; i < instances && !unready; i++) {
        const server = container instanceof Server ? container : createServer(container);
        servers.push(server.on("connection", (socket: Socket) => sockets.add(socket)).listen(0, "127.0.0.1"));
        await once(server, "listening");
        slots.open(new Upstream(portOf(server)));
      }
      served.set(name, { name, requestTimeoutMs, slots });
    }
    const endpoint: ServedEndpoint = {
      name: "fraud",
      authMode: options.authMode ?? "Key",
      keys: { primaryKey: KEY, secondaryKey: "another-key" },
      traffic: options.traffic ?? {},
      mirrorTraffic: options.mirrorTraffic ?? {},
    };
    const records: RequestRecord[] = [];
    const frontEnd = await startFrontEnd({
      directory: {
        find: (name) => (name.toLowerCase() === "fraud" ? endpoint : undefined),
        validAmlToken: () => false,
        mayScore: () => false,
      },
      runtime: { route: (_endpoint, name) => served.get(name.toLowerCase()) },
      onRequest: (record) => records.push(record),
      random: options.random,
      faults: options.faults,
    });
    return new StubEndpoint(frontEnd, servers, sockets, endpoint, records);
  }

  /** Connections that the containers have accepted. */
  get connections(): number {
    return this.sockets.size;
  }

  get url(): string {
    return this.frontEnd.url;
  }

  /** A request with the right key unless the headers say otherwise. */
  async call({ method = "POST", path = "/fraud/score", headers = {}, body = "{}" }: Call = {}): Promise<Answer> {
    const outgoing = httpRequest(`${this.url}${path}`, {
      method,
      headers: { "authorization": `Bearer ${KEY}`, "content-type": "application/json", ...headers },
      agent: false,
    });
    outgoing.end(method === "GET" || method === "HEAD" ? undefined : body);
    const [response] = (await once(outgoing, "response")) as [IncomingMessage];
    return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await Promise.all([this.frontEnd.close(), ...this.servers.map((server) => once(server.close(), "close"))]);
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening on a port");
  return address.port;
}

/** A promise and what settles it. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((settle) => (open = settle));
  return { opened, open };
}
