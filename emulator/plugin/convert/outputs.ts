import type { Members } from "../schema/shape";
import { isObject } from "../schema/value";
import type { Value, Values } from "../schema/value";
import { walk } from "./walk";
import type { Conversion } from "./walk";

/** What the SDK's outputs show of an answer: known members only, under their names in the SDK. */
export function outputsOf(members: Members, answer: Values): Values {
  const outputs: Values = {};
  for (const [name, member] of Object.entries(members)) {
    if (member.access === "writeOnly") {
      continue;
    }
    const value = lookUp(answer, [...(member.containers ?? []), member.wireName ?? name]);
    if (value !== undefined && value !== null) {
      outputs[name] = walk(member.shape, value, fromWire);
    }
  }
  return outputs;
}

const fromWire: Conversion = { record: outputsOf, idSet: (value) => value };

function lookUp(answer: Values, names: readonly string[]): Value | undefined {
  let value: Value | undefined = answer;
  for (const name of names) {
    value = isObject(value) ? value[name] : undefined;
  }
  return value;
}
