/** One thing that is wrong with what was given: where, what, which rule, and the way out. */
export interface Fault {
  /** Path of the field as the user wrote it, for example `traffic.green`. */
  field: string;
  /** The value received. Left out where there is none, or where it is a secret. */
  value?: unknown;
  /** The rule that the value breaks. */
  rule: string;
  /** What to write instead, where the rule alone does not say it. */
  fix?: string;
}

/** `traffic.green: 60 given, the weights sum to 110; they must sum to 100`. */
export function describeFault({ field, value, rule, fix }: Fault): string {
  const given = value === undefined ? "" : `${shown(value)} given, `;
  return `${field}: ${given}${rule}${fix === undefined ? "" : `; ${fix}`}`;
}

/** All faults as one message: alone on one line, several as a list. */
export function describeFaults(subject: string, faults: readonly Fault[]): string {
  const lines = faults.map(describeFault);
  return lines.length === 1
    ? `${subject}: ${lines[0]}`
    : `${subject}: ${lines.length} faults\n${lines.map((line) => `  - ${line}`).join("\n")}`;
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? `"${value}"` : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
