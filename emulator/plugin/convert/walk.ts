import type { Members, Shape } from "../schema/shape";
import { variantOf } from "../schema/shape";
import { isObject, mapValues } from "../schema/value";
import type { Value, Values } from "../schema/value";

/** What a conversion does where a shape says something. */
export interface Conversion {
  /** An object with known members. */
  record(members: Members, value: Values): Values;
  /** A set of ids, in either of its two forms. */
  idSet(value: Value): Value;
}

/** Converts `value` along its shape; what the shape says nothing about is passed on as it is. */
export function walk(shape: Shape, value: Value, conversion: Conversion): Value {
  const each = (inner: Shape) => (item: Value) => walk(inner, item, conversion);
  switch (shape.kind) {
    case "record":
      return isObject(value) ? conversion.record(shape.members, value) : value;
    case "variants": {
      const members = isObject(value) ? variantOf(shape, value) : undefined;
      return members !== undefined && isObject(value) ? conversion.record(members, value) : value;
    }
    case "dictionary":
      return isObject(value) ? mapValues(value, each(shape.values)) : value;
    case "list":
      return Array.isArray(value) ? value.map(each(shape.items)) : value;
    case "idSet":
      return conversion.idSet(value);
    default:
      return value;
  }
}
