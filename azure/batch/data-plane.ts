import type { z } from "zod";
import type { Dispatcher } from "undici";
import { ArmError, readErrorBody } from "../arm-error";
import { checked, requestLine } from "../arm-response";
import { openDispatcher } from "../dispatcher";
import { messageOf } from "../error-message";
import { parsedJson } from "../parsed-json";

/** Milliseconds until a request without an answer is given up. */
const TIMEOUT = 120_000;

/** Requests to a part of the service that is not ARM, with tokens of its own. Every method rejects with `ArmError`. */
export class DataPlane {
  private readonly dispatcher: Dispatcher;

  /** @param origin scheme and host: the token is sent nowhere else */
  constructor(
    private readonly origin: string,
    private readonly token: () => Promise<string>,
  ) {
    this.dispatcher = openDispatcher(origin);
  }

  async get<T>(url: string, shape: z.ZodType<T>): Promise<T> {
    return checked(await this.send("GET", url), shape);
  }

  /** @param headers beside the usual ones */
  async post<T>(url: string, body: unknown, shape: z.ZodType<T>, headers: Record<string, string> = {}): Promise<T> {
    return checked(await this.send("POST", url, JSON.stringify(body), headers), shape);
  }

  close(): Promise<void> {
    return this.dispatcher.close();
  }

  private async send(method: "GET" | "POST", url: string, body?: string, headers: Record<string, string> = {}) {
    const request = requestLine(method, url);
    const { origin, pathname, search } = new URL(url);
    if (origin !== this.origin) {
      throw new ArmError(request, { status: 0, code: "ForeignHost", message: `${origin} is not ${this.origin}` });
    }
    const token = await this.token().catch((error: unknown) => {
      throw new ArmError(request, { status: 0, code: "SignInFailed", message: messageOf(error) });
    });
    const answer = await this.dispatcher
      .request({
        ...{ origin, path: pathname + search, method, body },
        headers: { "authorization": `Bearer ${token}`, "content-type": "application/json", ...headers },
        signal: AbortSignal.timeout(TIMEOUT),
      })
      .catch((error: unknown) => {
        throw new ArmError(request, { status: 0, code: "Unreachable", message: messageOf(error) });
      });
    const text = await answer.body.text();
    const status = answer.statusCode;
    const found = parsedJson(text);
    if (status < 300) return { request, method, url, status, headers: {}, body: found };
    throw new ArmError(request, {
      status,
      ...(readErrorBody(found) ?? { code: "NoReason", message: text.slice(0, 200) }),
    });
  }
}

/** Reads what anybody may read, without a token: what comes after `from` bytes, which may be nothing. */
export async function publicBytes(url: string, from = 0): Promise<Buffer> {
  const { origin, pathname, search } = new URL(url);
  const dispatcher = openDispatcher(url);
  try {
    const answer = await dispatcher.request({
      ...{ origin, path: pathname + search, method: "GET" },
      ...(from > 0 && { headers: { range: `bytes=${from}-` } }),
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const content = Buffer.from(await answer.body.arrayBuffer());
    const status = answer.statusCode;
    if (status === 206) return content;
    if (status < 300) return content.subarray(from);
    // Nothing has come since.
    if (status === 416 && from > 0) return Buffer.alloc(0);
    throw new ArmError(`GET ${pathname}`, { status, code: "NoReason", message: content.toString("utf8", 0, 200) });
  } catch (error) {
    if (error instanceof ArmError) throw error;
    throw new ArmError(`GET ${pathname}`, { status: 0, code: "Unreachable", message: messageOf(error) });
  } finally {
    await dispatcher.close();
  }
}

/** The same where it is JSON. */
export async function publicJson<T>(url: string, shape: z.ZodType<T>): Promise<T> {
  const body = parsedJson((await publicBytes(url)).toString());
  return checked(
    { request: `GET ${new URL(url).pathname}`, method: "GET", url, status: 200, headers: {}, body },
    shape,
  );
}
