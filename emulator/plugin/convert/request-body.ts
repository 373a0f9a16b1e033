import type { Members } from "../schema/shape";
import { asText, isObject } from "../schema/value";
import type { Value, Values } from "../schema/value";
import { walk } from "./walk";
import type { Conversion } from "./walk";

/** The body of a PUT or POST: known inputs only, under their names on the wire. */
export function requestBody(members: Members, inputs: Values): Values {
  const body: Values = {};
  for (const [name, member] of Object.entries(members)) {
    const value = inputs[name];
    if (value === undefined || value === null || member.access === "readOnly") {
      continue;
    }
    containerOf(body, member.containers ?? [])[member.wireName ?? name] = walk(member.shape, value, toWire);
  }
  return body;
}

const toWire: Conversion = {
  record: requestBody,
  idSet: (value) => (Array.isArray(value) ? Object.fromEntries(value.map((id) => [asText(id), {}])) : value),
};

function containerOf(body: Values, containers: readonly string[]): Values {
  return containers.reduce((outer: Values, name) => {
    const inner: Value = outer[name] ?? {};
    outer[name] = inner;
    return isObject(inner) ? inner : outer;
  }, body);
}
