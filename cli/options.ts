import { z } from "zod";
import type { Fault } from "../arm/fault";
import { UsageError } from "./failure";

/** What reading options gives: the value, or all that is wrong with them. */
export type Reading<T> = { value: T; faults?: never } | { value?: never; faults: Fault[] };

/** Reads what was given on the command line as `schema` says, and collects every fault. */
export function read<T>(schema: z.ZodType<T>, given: unknown): Reading<T> {
  const result = schema.safeParse(given, { reportInput: true });
  return result.success ? { value: result.data } : { faults: result.error.issues.map(optionFault) };
}

/** Reads options; throws all faults together. */
export function readOptions<T>(command: string, schema: z.ZodType<T>, given: unknown): T {
  const reading = read(schema, given);
  if (reading.faults) throw new UsageError(command, reading.faults);
  return reading.value;
}

function optionFault({ path, message, input }: z.core.$ZodIssue): Fault {
  return { field: `--${kebab(String(path[0]))}`, value: input, rule: message };
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** An option that takes a whole number, for example `wholeNumber("a port", 1, 65535)`. */
export function wholeNumber(what: string, least: number, most: number) {
  const rule = `${what} is a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, rule)
    .transform(Number)
    .refine((value) => value >= least && value <= most, rule);
}

/** A name as ARM ids have them. */
export const armName = z.string().regex(/^[^/?#\s]+$/, "a name without slashes and blanks is expected");

/** The name of a local Azure ML, as `emulator start --name` takes it. */
export const emulatorName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, "a name has 1 to 32 of a-z, 0-9 and dashes, and begins with a letter or digit");
