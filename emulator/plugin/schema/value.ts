/** A property value as it travels between engine and provider: JSON, in which an unknown value is a marker string. */
export type Value = null | boolean | number | string | Value[] | Values;

/** Named property values: a resource's inputs, its outputs, or an object among them. */
export interface Values {
  [member: string]: Value;
}

/** What stands for a value that is only known after the update. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The engine has one marker for each type of a missing value (Pulumi SDK, `plugin/rpc.go`). */
const MARKERS = new Set<unknown>([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

export const isUnknown = (value: unknown): boolean => MARKERS.has(value);

export const isObject = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** True where an unknown value lies anywhere in `value`. */
export function containsUnknown(value: Value): boolean {
  if (Array.isArray(value)) {
    return value.some(containsUnknown);
  }
  return isObject(value) ? Object.values(value).some(containsUnknown) : isUnknown(value);
}

/** Deep equality; the order of an object's members does not count. */
export function same(left: Value | undefined, right: Value | undefined): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => same(item, right[index]));
  }
  if (isObject(left) && isObject(right)) {
    const names = Object.keys(left);
    return names.length === Object.keys(right).length && names.every((name) => same(left[name], right[name]));
  }
  return left === right;
}

/** A copy in which every value went through `change`; members for which it gives undefined are left out. */
export function mapValues(
  values: Readonly<Record<string, Value | undefined>>,
  change: (value: Value) => Value | undefined,
): Values {
  const changed: Values = {};
  for (const [name, value] of Object.entries(values)) {
    const next = value === undefined ? undefined : change(value);
    if (next !== undefined) {
      changed[name] = next;
    }
  }
  return changed;
}

/** The members called `names`, as far as there are any. */
export const pick = (values: Values, names: readonly string[]): Values =>
  mapValues(
    Object.fromEntries(names.map((name): [string, Value | undefined] => [name, values[name]])),
    (value) => value,
  );

/** A value in a place that takes text only. */
export const asText = (value: Value): string => (typeof value === "string" ? value : JSON.stringify(value));
