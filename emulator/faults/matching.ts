/** Whose requests and operations are meant. */
export interface Place {
  endpoint?: string;
  deployment?: string;
}

/** The endpoint and deployment that a path or an id names. */
export function placeOf(path: string): Place {
  const found = /\/onlineEndpoints\/([^/]+)(?:\/deployments\/([^/]+))?/i.exec(path);
  return { endpoint: found?.[1], deployment: found?.[2] };
}

/** True where everything that `wanted` names is so; names in any casing. */
export function fits(wanted: Place, place: Place): boolean {
  return same(wanted.endpoint, place.endpoint) && same(wanted.deployment, place.deployment);
}

function same(wanted: string | undefined, name: string | undefined): boolean {
  return wanted === undefined || wanted.toLowerCase() === name?.toLowerCase();
}

/** A whole path in any casing against a pattern, in which `*` stands for anything. In linear time, whatever the pattern. */
export function fitsPattern(pattern: string | undefined, path: string): boolean {
  if (pattern === undefined) return true;
  const [first = "", ...rest] = pattern.toLowerCase().split("*");
  const last = rest.pop();
  const text = path.toLowerCase();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
