import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { z } from "zod";
import type { Collector, Taken } from "./collector";
import { parsedBody } from "./parsed-body";

/** Where `azureml-ai-monitoring` posts to. */
const LOG_PATH = "/modeldata/log";

/** Where the stand-in for the older collector's native library posts to. */
const ROWS_PATH = "/modeldata/rows";

/** Bytes of a request that are taken. */
const LARGEST = 16 * 1024 * 1024;

const rows = z.strictObject({
  id: z.string(),
  service: z.string(),
  model: z.string().min(1),
  version: z.string(),
  designation: z.string().min(1),
  head: z.string(),
  text: z.string(),
  day: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .optional(),
});

/**
 * The data collection sidecar of one instance: takes records on a loopback port of its own, and answers once they are in
 * its spool. The port stays as it is over a restart; who connects meanwhile waits.
 */
export class Sidecar {
  private restarting: Promise<void> = Promise.resolve();

  private constructor(
    private readonly server: Server,
    readonly port: number,
    private readonly collector: Collector,
  ) {}

  static async start(collector: Collector): Promise<Sidecar> {
    const server = createServer();
    await new Promise<void>((listening, fail) => {
      server.once("error", fail).listen({ host: "127.0.0.1", port: 0 }, listening);
    });
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the data collection sidecar has no port");
    const sidecar = new Sidecar(server, address.port, collector);
    server.on("request", (request, response) => void sidecar.serve(request, response));
    return sidecar;
  }

  /** Ends as a crash would: requests under way are cut off. What was answered is in the spool, and is written. */
  restart(): Promise<void> {
    this.restarting = this.restarting.then(() => this.collector.restart());
    this.server.closeAllConnections();
    return this.restarting;
  }

  /** Takes nothing more. */
  close(): Promise<void> {
    return new Promise((closed) => {
      this.server.close(() => closed());
      this.server.closeAllConnections();
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [pathname = ""] = (request.url ?? "").split("?");
    if (request.method !== "POST" || (pathname !== LOG_PATH && pathname !== ROWS_PATH)) {
      return answer(response, 404, `POST ${LOG_PATH} is all that there is`);
    }
    const body = await whole(request).catch(() => undefined);
    // Cut off: whoever sent it counts it as lost.
    if (body === undefined) return void response.destroy();
    await this.restarting;
    const taken = body === "too large" ? this.tooLarge(request) : await this.take(pathname, request, body);
    if (taken === "taken") return answer(response, 200, "accepted");
    answer(response, taken.failure === "SpoolFull" ? 429 : taken.failure === "TooLarge" ? 413 : 400, taken.message);
  }

  private async take(path: string, { headers }: IncomingMessage, body: Buffer): Promise<Taken> {
    if (path === LOG_PATH) return this.collector.custom(headers, body);
    const parsed = rows.safeParse(parsedBody(body));
    if (parsed.success) return this.collector.rows(parsed.data);
    const message = z.prettifyError(parsed.error);
    this.collector.lost("", "BadRequest", message);
    return { failure: "BadRequest", message };
  }

  private tooLarge({ headers }: IncomingMessage): Taken {
    const type = String(headers["ce-type"] ?? "").replace("azureml.inference.", "");
    const message = `a record has at most ${LARGEST} bytes`;
    this.collector.lost(type, "TooLarge", message);
    return { failure: "TooLarge", message };
  }
}

async function whole(request: IncomingMessage): Promise<Buffer | "too large"> {
  const pieces: Buffer[] = [];
  let size = 0;
  const arriving: AsyncIterable<Buffer> = request;
  for await (const bytes of arriving) {
    size += bytes.length;
    if (size <= LARGEST) pieces.push(bytes);
  }
  return size > LARGEST ? "too large" : Buffer.concat(pieces);
}

function answer(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(message);
}
