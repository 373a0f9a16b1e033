import { isObject } from "../json";
import type { Stored } from "./store";

/** The record that a collection of this kind has written. */
export function parsed<R extends Stored>(json: string): R {
  const value: unknown = JSON.parse(json);
  if (isRecord<R>(value)) return value;
  throw new Error("it has something that is no record");
}

function isRecord<R extends Stored>(value: unknown): value is R {
  return isObject(value) && typeof value["id"] === "string";
}
