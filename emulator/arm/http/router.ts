import { ArmError } from "./errors";
import type { ArmRequest, BareRequest, Reply } from "./request";

/** The placeholders of a path pattern: `"/a/{x}/b/{y}"` has `"x" | "y"`; `{x*}` stands for any number of segments. */
export type Names<Pattern extends string> = Pattern extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${infer Bare}*` ? Bare : Name) | Names<Rest>
  : never;

export type Handler<Name extends string> = (request: ArmRequest<Name>) => Reply | Promise<Reply>;

/** A verb on a path pattern. */
export interface Route {
  readonly method: string;
  /** What the placeholders stand for, where the pattern fits. Literal segments fit in any casing. */
  match(segments: readonly string[]): ReadonlyMap<string, string> | undefined;
  answer(request: BareRequest, names: ReadonlyMap<string, string>): Reply | Promise<Reply>;
}

export function route<Pattern extends string>(
  method: string,
  pattern: Pattern,
  handler: Handler<Names<Pattern>>,
): Route {
  const parts = pattern.split("/").filter((part) => part !== "");
  const anywhere = parts[0] === "{scope*}";
  const fixed = anywhere ? parts.slice(1) : parts;
  return {
    method,
    match(segments) {
      const start = segments.length - fixed.length;
      if (anywhere ? start < 2 : start !== 0) return undefined;
      const names = new Map<string, string>();
      if (anywhere) names.set("scope", `/${segments.slice(0, start).join("/")}`);
      for (const [index, part] of fixed.entries()) {
        const segment = segments[start + index] ?? "";
        if (part.startsWith("{")) names.set(part.slice(1, -1), segment);
        else if (part.toLowerCase() !== segment.toLowerCase()) return undefined;
      }
      return names;
    },
    answer: (request, names) =>
      handler({
        ...request,
        name: (placeholder) => names.get(placeholder) ?? "",
        apiVersion: request.query.get("api-version") ?? "",
      }),
  };
}

/** Finds the route for a request and lets it answer; unknown paths and verbs are refused as ARM does. */
export function router(routes: readonly Route[]): (request: BareRequest) => Promise<Reply> {
  return async (request) => {
    const segments = pathSegments(request.path);
    let verbs = new Set<string>();
    for (const candidate of routes) {
      const names = candidate.match(segments);
      if (names === undefined) continue;
      if (candidate.method === request.method) return candidate.answer(request, names);
      verbs = verbs.add(candidate.method);
    }
    throw verbs.size > 0 ? wrongVerb(request.method, [...verbs]) : unknownPath(segments);
  };
}

function pathSegments(path: string): string[] {
  return path.split("/").flatMap((part) => (part === "" ? [] : [decoded(part)]));
}

function decoded(part: string): string {
  try {
    const text = decodeURIComponent(part);
    // A slash or a control character in a name would forge another resource's id.
    if (!/[/\\\u0000-\u001f\u007f]/.test(text)) return text;
  } catch {
    // Not percent-encoded UTF-8.
  }
  throw new ArmError(400, "InvalidRequestUri", `The path segment '${part}' can't be read.`);
}

function wrongVerb(method: string, verbs: readonly string[]): ArmError {
  const allowed = verbs.join(", ");
  return new ArmError(405, "MethodNotAllowed", `${method} is not possible here; possible: ${allowed}.`, [], {
    allow: allowed,
  });
}

function unknownPath(segments: readonly string[]): ArmError {
  const at = segments.findLastIndex((segment) => segment.toLowerCase() === "providers");
  const namespace = at >= 0 ? segments[at + 1] : undefined;
  if (namespace === undefined) return new ArmError(404, "NotFound", "There is nothing at this path.");
  const types = segments.slice(at + 2).filter((_, index) => index % 2 === 0);
  return new ArmError(
    404,
    "InvalidResourceType",
    `The resource type '${types.join("/")}' could not be found in the namespace '${namespace}'.`,
  );
}
