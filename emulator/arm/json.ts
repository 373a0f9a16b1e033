import { z } from "zod";

/** What JSON can say. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object; a member that is undefined is not written. */
export interface JsonObject {
  [member: string]: Json | undefined;
}

const jsonObject = z.record(z.string(), z.json());

/** A value as JSON has it: members that are absent are left out. */
export function asWritten(value: object): JsonObject {
  return jsonObject.parse(JSON.parse(JSON.stringify(value)));
}

/** A text, or "" where `value` is something else. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** True where `value` is an object as JSON knows it: neither null nor a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
