import type { Fault } from "./fault";

/** Faults of what should be a whole number in a range; `unit` is a word such as `seconds`. Undefined is no fault. */
export function wholeNumberFaults(
  field: string,
  value: number | undefined,
  least: number,
  most?: number,
  unit = "",
): Fault[] {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= (most ?? Infinity))) return [];
  const range = most === undefined ? `of at least ${least}` : most === least ? `${least}` : `from ${least} to ${most}`;
  return [{ field, value, rule: `this is a whole number ${unit === "" ? "" : `of ${unit} `}${range}` }];
}
