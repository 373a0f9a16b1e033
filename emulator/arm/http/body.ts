import { ArmError } from "./errors";

/** Reads a request's body; none is undefined. Refuses what is no JSON as ARM does. */
export function readBody(text: string, contentType: string | undefined): unknown {
  if (text.trim() === "") return undefined;
  if (contentType !== undefined && !/^(application|text)\/([\w.+-]*\+)?json\b/i.test(contentType)) {
    const message = `The content media type '${contentType}' is not supported. Only 'application/json' is supported.`;
    throw new ArmError(415, "UnsupportedMediaType", message);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The request content was invalid and could not be deserialized: '${reason}'.`;
    throw new ArmError(400, "InvalidRequestContent", message);
  }
}
