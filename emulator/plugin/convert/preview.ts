import type { Members, Shape } from "../schema/shape";
import { isObject, mapValues, UNKNOWN } from "../schema/value";
import type { Value, Values } from "../schema/value";

/** Outputs as a preview foresees them: the inputs, and unknown for all that they do not say. */
export function previewOutputs(members: Members, inputs: Values): Values {
  const outputs: Values = {};
  for (const [name, member] of Object.entries(members)) {
    if (member.access !== "writeOnly") {
      outputs[name] = foresee(member.shape, inputs[name]);
    }
  }
  return outputs;
}

function foresee(shape: Shape, value: Value | undefined): Value {
  if (value === undefined || value === null) {
    return UNKNOWN;
  }
  switch (shape.kind) {
    case "list":
      return Array.isArray(value) ? value.map((item) => foresee(shape.items, item)) : UNKNOWN;
    case "dictionary":
      return isObject(value) ? mapValues(value, (item) => foresee(shape.values, item)) : UNKNOWN;
    case "record":
      return isObject(value) ? previewOutputs(shape.members, value) : UNKNOWN;
    case "variants":
      return isObject(value) ? value : UNKNOWN;
    case "idSet":
      return UNKNOWN; // the service answers with what belongs to each id
    case "anything":
      return value;
    default:
      return isObject(value) || Array.isArray(value) ? UNKNOWN : value;
  }
}
