import type { Members } from "../schema/shape";
import { isObject, mapValues } from "../schema/value";
import type { Value, Values } from "../schema/value";
import { walk } from "./walk";
import type { Conversion } from "./walk";

/** The part of outputs that a program could have written: what the service alone sets is left out. */
export function inputsOf(members: Members, outputs: Values): Values {
  const inputs: Values = {};
  for (const [name, member] of Object.entries(members)) {
    const value = outputs[name];
    if (value !== undefined && member.access === undefined) {
      inputs[name] = walk(member.shape, value, toInputs);
    }
  }
  return inputs;
}

const toInputs: Conversion = {
  record: inputsOf,
  idSet: (value) => (isObject(value) ? Object.keys(value).sort() : value),
};

/** Inputs of a resource that is imported: what the service answers, without the empty lists and objects in it. */
export const importedInputs = (members: Members, outputs: Values, path: Values): Values => ({
  ...path,
  ...mapValues(inputsOf(members, outputs), withoutEmpty),
});

function withoutEmpty(value: Value): Value | undefined {
  if (Array.isArray(value)) {
    const items = value.map(withoutEmpty).filter((item): item is Value => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  if (isObject(value)) {
    const members = mapValues(value, withoutEmpty);
    return Object.keys(members).length > 0 ? members : undefined;
  }
  return value;
}
