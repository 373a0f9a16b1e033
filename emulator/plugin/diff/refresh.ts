import { isObject } from "../schema/value";
import type { Value, Values } from "../schema/value";
import { compareObjects } from "./difference";
import type { ObjectDifference } from "./difference";

/**
 * Inputs after a refresh. Much of what the service answers are its own defaults, so answers do not become inputs as they
 * are: what differs between the answer of the last update and the answer of now is carried over to the inputs.
 */
export function refreshedInputs(inputs: Values, oldAnswer: Values, newAnswer: Values): Values {
  return carryOver(inputs, compareObjects(oldAnswer, newAnswer));
}

function carryOver(inputs: Values, difference: ObjectDifference | undefined): Values {
  if (difference === undefined) {
    return inputs;
  }
  const kept = Object.entries(inputs).filter(([name]) => difference.deleted[name] === undefined);
  const result: Values = { ...Object.fromEntries(kept), ...difference.added };
  for (const [name, { old, new: next }] of difference.updated) {
    const input = inputs[name];
    result[name] = input === undefined ? next : carryValue(input, old, next);
  }
  return result;
}

function carryValue(input: Value, old: Value, next: Value): Value {
  if (isObject(input) && isObject(old) && isObject(next)) {
    return carryOver(input, compareObjects(old, next));
  }
  if (Array.isArray(input) && Array.isArray(old) && Array.isArray(next)) {
    return next.map((item, index) => {
      const [ours, theirs] = [input[index], old[index]];
      return ours === undefined || theirs === undefined ? item : carryValue(ours, theirs, item);
    });
  }
  return next;
}
