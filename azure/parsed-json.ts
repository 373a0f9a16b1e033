/** What a text says as JSON; undefined where it is none. The parser's own message would repeat the text. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
