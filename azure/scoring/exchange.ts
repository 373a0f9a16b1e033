import type { IncomingHttpHeaders } from "node:http";
import { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { messageOf } from "../error-message";
import { NoAnswer } from "./no-answer";

/** An answer that came whole, or, where that was wanted, one whose body is still coming. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** The whole body; empty where it is `streamed`. */
  content: string;
  streamed?: Readable;
}

/** One request: what is sent, how long it may take, and how the answer is taken. */
export interface Asked {
  path: string;
  origin: string;
  headers: Record<string, string>;
  body: string | Uint8Array | AsyncIterable<unknown>;
  /** Milliseconds until the whole answer; of a streamed one until its head, and for each silence after that. */
  timeoutMs: number;
  signal?: AbortSignal;
  /** Gives the body of a 2xx as it comes; every other answer is taken whole. */
  take: "whole" | "streamed";
  /** The error that readers of a streamed body see. */
  failure: (why: NoAnswer) => Error;
}

/** Sends one request. Rejects with `NoAnswer`. */
export function exchange(dispatcher: Dispatcher, asked: Asked): Promise<Answer> {
  return new Promise((answered, failed) => {
    const handler = new Exchange(asked, answered, failed);
    const { origin, path, headers } = asked;
    // The type knows only the kinds of stream; the library takes whatever can be iterated.
    const body = isPlain(asked.body) ? asked.body : Readable.from(asked.body, { objectMode: false });
    dispatcher.dispatch({ origin, path, method: "POST", headers, body, headersTimeout: 0, bodyTimeout: 0 }, handler);
  });
}

function isPlain(body: Asked["body"]): body is string | Uint8Array {
  return typeof body === "string" || body instanceof Uint8Array;
}

/** Hears what becomes of one request, and settles once. */
class Exchange implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | undefined;
  private status = 0;
  private headers: IncomingHttpHeaders = {};
  private pieces: Buffer[] = [];
  private streamed: Readable | undefined;
  private givenUp: NoAnswer | undefined;
  private isOver = false;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly asked: Asked,
    private readonly answered: (answer: Answer) => void,
    private readonly failed: (why: NoAnswer) => void,
  ) {
    this.timer = setTimeout(this.late, asked.timeoutMs);
    asked.signal?.addEventListener("abort", this.aborted);
    if (asked.signal?.aborted) this.aborted();
  }

  /** The request is about to be written to a connection. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.givenUp) controller.abort(this.givenUp);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
    if (this.asked.take === "whole" || status >= 300) return;
    this.streamed = new Readable({
      read: () => controller.resume(),
      destroy: (error, done) => {
        if (!this.isOver) this.giveUp(new NoAnswer("aborted", "the answer was given up"));
        done(error);
      },
    });
    this.timer.refresh();
    this.answered({ status, headers, content: "", streamed: this.streamed });
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Buffer): void {
    if (!this.streamed) return void this.pieces.push(piece);
    this.timer.refresh();
    if (!this.streamed.push(piece)) controller.pause();
  }

  onResponseEnd(): void {
    this.over();
    if (this.streamed) return void this.streamed.push(null);
    const { status, headers, pieces } = this;
    const content = pieces.length === 1 ? String(pieces[0]) : Buffer.concat(pieces).toString();
    this.answered({ status, headers, content });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.end(error instanceof NoAnswer ? error : this.whyLost(error));
  }

  private whyLost(error: Error): NoAnswer {
    const { host } = new URL(this.asked.origin);
    const code = "code" in error ? error.code : undefined;
    const why = messageOf(error);
    if (code === "UND_ERR_CLOSED" || code === "UND_ERR_DESTROYED") {
      return new NoAnswer("aborted", `the client for ${host} is closed`);
    }
    if (code === "UND_ERR_INVALID_ARG") return new NoAnswer("aborted", `the request can't be sent: ${why}`);
    if (this.status !== 0) return new NoAnswer("broken", `${host} broke off within its answer: ${why}`, "begun");
    if (this.controller) return new NoAnswer("lost", `${host} broke off before an answer: ${why}`);
    return new NoAnswer("unreachable", `${host} can't be reached: ${why}`);
  }

  private readonly late = (): void => {
    const { origin, timeoutMs } = this.asked;
    this.giveUp(
      new NoAnswer("timeout", `${new URL(origin).host} did not answer in ${Math.ceil(timeoutMs)} ms`, this.began()),
    );
  };

  private readonly aborted = (): void => {
    this.giveUp(
      new NoAnswer("aborted", `the request to ${new URL(this.asked.origin).host} was given up`, this.began()),
    );
  };

  private began(): NoAnswer["answer"] {
    return this.status === 0 ? "none" : "begun";
  }

  private giveUp(why: NoAnswer): void {
    this.givenUp = why;
    this.end(why);
    this.controller?.abort(why);
  }

  private end(why: NoAnswer): void {
    if (this.isOver) return;
    this.over();
    if (this.streamed) this.streamed.destroy(this.asked.failure(why));
    else this.failed(why);
  }

  private over(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.asked.signal?.removeEventListener("abort", this.aborted);
  }
}
