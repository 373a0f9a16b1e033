import fc from "fast-check";

const deep = (depth: number, open: string, close: string): string => open.repeat(depth) + close.repeat(depth);

/** JSON texts that code trips over: extremes, prototype keys, depth, size, odd characters. */
const nasty = fc.constantFrom(
  ...["null", "true", "0", "-0", "-1", "1e308", "1e999", "9007199254740993", "0.1", '""', '" "', "[]", "{}"],
  ...['{"__proto__":{"x":1}}', '{"constructor":{"prototype":{"x":1}}}', '{"toString":1}', '{"":0}', '"__proto__"'],
  ...[
    '"\\u0000"',
    '"\\ud800"',
    '"../.."',
    '"%00"',
    '"\\r\\nx: y"',
    '"${{azureml://connections/x}}"',
    '"PT"',
    '"P999999Y"',
  ],
  ...[deep(200, "[", "]"), deep(30_000, '{"a":', "}").replace("}", "1}"), `"${"x".repeat(100_000)}"`],
  `[${"0,".repeat(5000)}0]`,
);

/** Any JSON text. */
export const jsonText = fc.oneof({ weight: 2, arbitrary: nasty }, fc.json({ maxDepth: 3 }));

/** A JSON text that comes from `body` with one member, at any depth, replaced, removed or added. */
export function mutated(body: object): fc.Arbitrary<string> {
  const places = placesIn(body);
  return fc
    .tuple(fc.nat(places.length - 1), jsonText, fc.constantFrom("replace", "remove", "add", "as it is"))
    .map(([at, value, how]) => {
      const mark = "a mark that stands nowhere else";
      const copy: unknown = structuredClone(body);
      const path = places[at] ?? [];
      const key = path.at(-1) ?? "";
      const owner = path.slice(0, -1).reduce((inner, step) => Reflect.get(Object(inner), step) as unknown, copy);
      if (how === "remove") Reflect.deleteProperty(Object(owner), key);
      else if (how !== "as it is") Reflect.set(Object(owner), how === "add" ? `${key}2` : key, mark);
      return JSON.stringify(copy).replace(JSON.stringify(mark), () => value);
    });
}

function placesIn(value: object): string[][] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => [
    [key],
    ...(typeof inner === "object" && inner !== null ? placesIn(inner).map((below) => [key, ...below]) : []),
  ]);
}

/** A segment of a path, encoded or not. */
export const segment = fc.oneof(
  fc.constantFrom(
    ...["subscriptions", "resourceGroups", "providers", "Microsoft.MachineLearningServices", "onlineEndpoints"],
    ...["x", "%00", "%2f", "%", "%ff", "..", ".", "*", "", "__proto__", "constructor", "a".repeat(5000)],
  ),
  fc.string({ unit: "binary", maxLength: 12 }).map((text) => encodeURIComponent(Buffer.from(text).toString())),
);

export const query = fc.oneof(
  fc.constantFrom(
    "",
    "?api-version=2024-10-01",
    "?api-version=",
    "?api-version=1&$skip=1e9&$top=0&count=-1",
    "?%",
    "??&&=&",
  ),
  fc.string({ maxLength: 20 }).map((text) => `?api-version=1&${encodeURIComponent(Buffer.from(text).toString())}`),
);
