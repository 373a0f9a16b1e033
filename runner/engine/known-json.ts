import type { z } from "zod";
import { EngineFault } from "./engine-fault";

/** Reads JSON of a certain shape; the error names where it is from and what is wrong with it. */
export function knownJson<T>(from: string, text: string, shape: z.ZodType<T>, hint?: string): T {
  const { data, error } = shape.safeParse(parsed(from, text, hint));
  if (data !== undefined) return data;
  const { path = [], message = "" } = error?.issues[0] ?? {};
  const where = path.length === 0 ? "" : `${path.join(".")}: `;
  throw new EngineFault(`${from}: it has a form that is not known here: ${where}${message}`, "other", hint);
}

function parsed(from: string, text: string, hint: string | undefined): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new EngineFault(`${from}: ${text.trim() === "" ? "it is empty" : "it is no whole JSON"}`, "other", hint);
  }
}
