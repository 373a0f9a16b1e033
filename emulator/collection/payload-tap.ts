import { randomUUID } from "node:crypto";
import { pipeline, Readable, Transform } from "node:stream";
import type { Exchange, UpstreamListener } from "../serving/http/exchange";
import type { ResponseHead } from "../serving/http/response-head";
import type { Sender } from "../serving/http/upstream";
import type { UpstreamRequest } from "../serving/http/upstream-request";
import type { Collector } from "./collector";
import type { CollectorHost, DataCollection } from "./contract";
import type { CollectedEvent } from "./event";

/** Bytes of a body that are kept for its event. */
const LARGEST = 16 * 1024 * 1024;

/** Logs payloads on their way to an instance and back, as far as collections `request` and `response` say. */
export class PayloadTap implements Sender {
  constructor(
    private readonly to: Sender,
    private readonly collection: DataCollection,
    private readonly collector: Collector,
    private readonly host: Pick<CollectorHost, "now" | "random">,
  ) {}

  get port(): number {
    return this.to.port;
  }

  send(request: UpstreamRequest, listener: UpstreamListener): Exchange {
    const chance = this.host.random();
    // One number for both, so that with equal rates each request that is logged has its response.
    const wants = (name: "request" | "response"): boolean =>
      chance < (this.collection.collections[name]?.samplingRate ?? 0);
    const call = new LoggedCall(request, this.collection, this.collector, this.host.now());
    const sent = wants("request") ? call.logRequest() : request;
    return this.to.send(sent, wants("response") ? call.logResponse(listener) : listener);
  }

  close(): void {
    this.to.close();
  }
}

/** True where there is anything to log. */
export function logsPayloads({ collections }: DataCollection): boolean {
  return collections["request"] !== undefined || collections["response"] !== undefined;
}

class LoggedCall {
  constructor(
    private readonly request: UpstreamRequest,
    private readonly collection: DataCollection,
    private readonly collector: Collector,
    private readonly time: Date,
  ) {}

  /** The request to send: one whose body comes bit by bit is listened to on its way. */
  logRequest(): UpstreamRequest {
    const { body, path, method } = this.request;
    const told = (whole: Buffer | undefined): void =>
      this.tell("request", this.request.headers, whole, { path: path.split("?")[0], method });
    if (!(body instanceof Readable)) {
      told(body ?? Buffer.alloc(0));
      return this.request;
    }
    // Unlike `pipe`, it ends the copy with a client that goes away in the middle.
    return { ...this.request, body: pipeline(body, copying(told), () => undefined) };
  }

  /** Listens to the answer on its way. */
  logResponse(listener: UpstreamListener): UpstreamListener {
    const copy = new Copy();
    let head: ResponseHead | undefined;
    return {
      onHead: (given) => {
        head = given;
        listener.onHead(given);
      },
      onBody: (piece) => {
        copy.add(piece);
        listener.onBody(piece);
      },
      onEnd: () => {
        listener.onEnd();
        this.tell("response", head?.headers ?? [], copy.whole(), {});
      },
      onError: (error) => listener.onError(error),
    };
  }

  private tell(
    name: "request" | "response",
    headers: readonly string[],
    body: Buffer | undefined,
    more: Readonly<Record<string, unknown>>,
  ): void {
    if (body === undefined) {
      this.collector.lost(name, "TooLarge", `a payload has at most ${LARGEST} bytes`);
      return;
    }
    const requestId = header(this.request.headers, "x-request-id") ?? randomUUID();
    const captured = this.captured();
    const event: CollectedEvent = {
      id: randomUUID(),
      source: this.collection.source,
      type: `azureml.inference.${name}`,
      time: this.time,
      contentType: header(headers, "content-type")?.split(";")[0]?.trim() ?? "application/octet-stream",
      body,
      correlationId: requestId,
      requestId,
      total: name === "request" ? "untold" : "told",
      more: { ...more, ...(Object.keys(captured).length === 0 ? {} : { headers: captured }) },
    };
    void this.collector.event(name, event);
  }

  private captured(): Record<string, string> {
    const given = this.collection.captureHeaders.map((name) => [name, header(this.request.headers, name)] as const);
    return Object.fromEntries(given.filter((pair): pair is [string, string] => pair[1] !== undefined));
  }
}

/** The pieces of a body, as long as they are not too many. */
class Copy {
  private pieces: Buffer[] | undefined = [];
  private size = 0;

  add(piece: Buffer): void {
    this.size += piece.length;
    if (this.size > LARGEST) this.pieces = undefined;
    this.pieces?.push(Buffer.from(piece));
  }

  whole(): Buffer | undefined {
    return this.pieces && Buffer.concat(this.pieces);
  }
}

function copying(told: (whole: Buffer | undefined) => void): Transform {
  const copy = new Copy();
  return new Transform({
    transform(piece: Buffer, _encoding, next) {
      copy.add(piece);
      next(null, piece);
    },
    flush(done) {
      told(copy.whole());
      done();
    },
  });
}

/** The value of a header among alternate names and values. */
function header(headers: readonly string[], name: string): string | undefined {
  for (let i = 0; i + 1 < headers.length; i += 2) {
    if (headers[i]?.toLowerCase() === name.toLowerCase()) return headers[i + 1];
  }
  return undefined;
}
