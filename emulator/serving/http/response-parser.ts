import { MalformedResponse, parseResponseHead, type ResponseHead } from "./response-head";

/** Who is told of a response as it is read. */
export interface ResponseListener {
  onHead(head: ResponseHead): void;
  /** A piece of the body, valid during the call only. */
  onBody(piece: Buffer): void;
  /** The response is complete. */
  onEnd(): void;
}

const NOTHING = Buffer.alloc(0);

/** Bytes of status line and headers, or of a chunk's size line. */
const HEAD_LIMIT = 64 * 1024;

type Part = "head" | "sized" | "until-close" | "chunk-size" | "chunk-data" | "chunk-end" | "trailers" | "done";

/**
 * Reads one HTTP/1.1 response from pieces as they come off a socket (RFC 9112). Own code, because a request through a
 * general client costs a third of the processor time of all that the front end does; `bench/` has the figures.
 */
export class ResponseParser {
  /** Whether the connection may carry another request; final when the end is told. */
  keepsAlive = true;
  private part: Part = "head";
  /** Bytes of the body or of a chunk still to come. */
  private left = 0;
  private pending = NOTHING;

  constructor(
    private readonly listener: ResponseListener,
    /** An answer to HEAD has no body, whatever its headers say. */
    private readonly answersHead: boolean,
  ) {}

  /** True once something has been read. */
  get begun(): boolean {
    return this.part !== "head" || this.pending.length > 0;
  }

  read(piece: Buffer): void {
    let rest = this.pending.length > 0 ? Buffer.concat([this.pending, piece]) : piece;
    this.pending = NOTHING;
    while (rest.length > 0 && this.part !== "done") {
      const taken = this.take(rest);
      if (taken === 0) {
        if (rest.length > HEAD_LIMIT) throw new MalformedResponse(`a line or head of more than ${HEAD_LIMIT} bytes`);
        this.pending = Buffer.from(rest);
        return;
      }
      rest = rest.subarray(taken);
    }
  }

  /** The connection has ended; true where that completes the response. */
  end(): boolean {
    if (this.part !== "until-close") return false;
    this.finish(0);
    return true;
  }

  /** Consumes a prefix of `bytes` and returns its length; 0 where more is needed first. */
  private take(bytes: Buffer): number {
    switch (this.part) {
      case "head":
        return this.takeHead(bytes);
      case "sized":
      case "chunk-data":
        return this.takeData(bytes);
      case "until-close":
        this.listener.onBody(bytes);
        return bytes.length;
      default:
        return this.takeLine(bytes);
    }
  }

  private takeHead(bytes: Buffer): number {
    const end = bytes.indexOf("\r\n\r\n");
    if (end < 0) return 0;
    const head = parseResponseHead(bytes.toString("latin1", 0, end + 2));
    // 100 and 103 only announce the response.
    if (head.status >= 200) this.startBody(head, bytes.length - end - 4);
    return end + 4;
  }

  private startBody(head: ResponseHead, following: number): void {
    this.keepsAlive = head.keepsAlive && head.framing !== "until-close";
    this.listener.onHead(head);
    if (this.answersHead || head.status === 204 || head.status === 304 || head.framing === 0) {
      this.finish(following);
    } else if (head.framing === "chunked") this.part = "chunk-size";
    else if (head.framing === "until-close") this.part = "until-close";
    else [this.part, this.left] = ["sized", head.framing];
  }

  private takeData(bytes: Buffer): number {
    const piece = bytes.length > this.left ? bytes.subarray(0, this.left) : bytes;
    this.left -= piece.length;
    this.listener.onBody(piece);
    if (this.left > 0) return piece.length;
    if (this.part === "sized") this.finish(bytes.length - piece.length);
    else this.part = "chunk-end";
    return piece.length;
  }

  private takeLine(bytes: Buffer): number {
    const end = bytes.indexOf("\r\n");
    if (end < 0) return 0;
    if (this.part === "chunk-size") this.startChunk(bytes.toString("latin1", 0, end));
    else if (this.part === "chunk-end") {
      if (end > 0) throw new MalformedResponse("a chunk longer than its size");
      this.part = "chunk-size";
    } else if (end === 0) this.finish(bytes.length - 2);
    return end + 2;
  }

  private startChunk(line: string): void {
    const size = /^[0-9a-f]{1,12}(?=[;\s]|$)/i.exec(line)?.[0];
    if (size === undefined) throw new MalformedResponse(`"${line.slice(0, 60)}" as the size of a chunk`);
    this.left = parseInt(size, 16);
    this.part = this.left > 0 ? "chunk-data" : "trailers";
  }

  /** What follows the response was not asked for: such a connection is not used again. */
  private finish(following: number): void {
    this.part = "done";
    if (following > 0) this.keepsAlive = false;
    this.listener.onEnd();
  }
}
