import { parametersOf } from "../schema/path";
import type { ResourceType } from "../schema/resource-type";
import type { Members, Shape, TextShape } from "../schema/shape";
import { isObject, isUnknown } from "../schema/value";
import type { Value, Values } from "../schema/value";

/** What is wrong with inputs, in the words of the provider; empty where nothing is. */
export function faultsOf(type: ResourceType, inputs: Values): string[] {
  const names = parametersOf(type.path).filter((name) => name !== "subscriptionId");
  return [
    ...names.flatMap((name) => {
      const value = inputs[name];
      const limits: TextShape = type.names?.[name] ?? { kind: "text" };
      return value === undefined ? [`missing required property '${name}'`] : faultsOfValue(name, limits, value);
    }),
    ...faultsOfMembers("", type.members, inputs),
  ];
}

const HOW_TO_SET_LOCATION =
  ". Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'.";

function faultsOfMembers(prefix: string, members: Members, values: Values): string[] {
  return Object.entries(members).flatMap(([name, member]) => {
    const path = prefix + name;
    const value = values[name];
    if (member.access === "readOnly") {
      return [];
    }
    if (value !== undefined) {
      return faultsOfValue(path, member.shape, value);
    }
    return member.required === true
      ? [`missing required property '${path}'${path === "location" ? HOW_TO_SET_LOCATION : ""}`]
      : [];
  });
}

function faultsOfValue(path: string, shape: Shape, value: Value): string[] {
  if (isUnknown(value) || shape.kind === "anything") {
    return [];
  }
  if (Array.isArray(value)) {
    const items: Shape = shape.kind === "list" ? shape.items : { kind: "text" };
    return shape.kind === "list" || shape.kind === "idSet"
      ? value.flatMap((item, index) => faultsOfValue(`${path}[${index}]`, items, item))
      : [wrongType(path, shape, "an array")];
  }
  if (isObject(value)) {
    return shape.kind === "record" ? faultsOfMembers(`${path}.`, shape.members, value) : [];
  }
  if (typeof value === "string") {
    return shape.kind === "text" ? faultsOfText(path, shape, value) : [wrongType(path, shape, "a string")];
  }
  if (typeof value === "number") {
    return shape.kind === "number" || shape.kind === "integer"
      ? faultsOfNumber(path, shape, value)
      : [wrongType(path, shape, "a number")];
  }
  return [];
}

function faultsOfText(path: string, { minLength, maxLength, pattern }: TextShape, value: string): string[] {
  const faults: string[] = [];
  if (minLength !== undefined && value.length < minLength) {
    faults.push(`'${path}' is too short (${value.length}): at least ${minLength} characters required`);
  }
  if (maxLength !== undefined && value.length > maxLength) {
    faults.push(`'${path}' is too long (${value.length}): at most ${maxLength} characters allowed`);
  }
  if (pattern !== undefined && !new RegExp(pattern).test(value)) {
    faults.push(`'${path}' does not match expression '${pattern}'`);
  }
  return faults;
}

const faultsOfNumber = (path: string, shape: Shape, value: number): string[] =>
  shape.kind === "integer" && !Number.isInteger(value)
    ? [`'${path}' must be an integer but got ${value.toFixed(6)}`]
    : [];

/** The type's name in the provider's metadata, which knows none for objects with known members. */
const TYPE_NAMES: Partial<Record<Shape["kind"], string>> = {
  text: "string",
  flag: "boolean",
  integer: "integer",
  number: "number",
  list: "array",
  dictionary: "object",
  record: "object",
};

const wrongType = (path: string, shape: Shape, got: string): string =>
  `'${path}' should be of type '${TYPE_NAMES[shape.kind] ?? ""}' but got ${got}`;
