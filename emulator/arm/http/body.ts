import { messageOf } from "../../error-message";
import { ArmError } from "./errors";

/** Most objects and lists inside of each other; no resource has a tenth, and code that walks a body must come to an end. */
const mostLevels = 100;

/** Reads a request's body; none is undefined. Refuses what is no JSON as ARM does. */
export function readBody(text: string, contentType: string | undefined): unknown {
  if (text.trim() === "") return undefined;
  if (contentType !== undefined && !/^(application|text)\/([\w.+-]*\+)?json\b/i.test(contentType)) {
    const message = `The content media type '${contentType}' is not supported. Only 'application/json' is supported.`;
    throw new ArmError(415, "UnsupportedMediaType", message);
  }
  if (tooDeep(text)) {
    const message = `The request content was invalid and could not be deserialized: more than ${mostLevels} levels.`;
    throw new ArmError(400, "InvalidRequestContent", message);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = messageOf(error);
    const message = `The request content was invalid and could not be deserialized: '${reason}'.`;
    throw new ArmError(400, "InvalidRequestContent", message);
  }
}

/** Looks at brackets outside of texts only; whether the rest is JSON is the parser's to say. */
function tooDeep(text: string): boolean {
  let levels = 0;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inText) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) inText = false;
    } else if (code === QUOTE) inText = true;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      if (++levels > mostLevels) return true;
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) levels--;
  }
  return false;
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];
