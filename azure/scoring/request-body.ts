import { messageOf } from "../error-message";
import { NoAnswer } from "./no-answer";

/** A body on its way. */
export interface SentBody {
  content: string | Uint8Array | AsyncIterable<unknown>;
  /** True while the body can be sent (again): a stream only before its first piece is taken. */
  isWhole(): boolean;
}

/** The body as it is sent: text and bytes as they are, a stream piece by piece, all else as JSON. */
export function sentBody(body: unknown): SentBody {
  if (typeof body === "string" || body instanceof Uint8Array) return { content: body, isWhole: always };
  return isAsyncIterable(body) ? streamed(body) : { content: JSON.stringify(body) ?? "", isWhole: always };
}

const always = (): boolean => true;

function streamed(source: AsyncIterable<unknown>): SentBody {
  let begun = false;
  async function* pieces(): AsyncGenerator<unknown> {
    begun = true;
    try {
      yield* source;
    } catch (error) {
      throw new NoAnswer("aborted", `the request's body broke off: ${messageOf(error)}`);
    }
  }
  // A fresh generator for each try: one that was closed before it began gives nothing.
  return { content: { [Symbol.asyncIterator]: pieces }, isWhole: () => !begun };
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
