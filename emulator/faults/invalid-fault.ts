import type { z } from "zod";
import { type Fault, faultKinds, kinds } from "./fault";

/** One thing that is wrong with a fault. */
export interface Wrong {
  /** The option. */
  field: string;
  /** What was given; absent where nothing was. */
  value?: unknown;
  /** The rule, and with it what to write instead. */
  rule: string;
}

/** A fault that can't be switched on; all that is wrong with it is in `wrongs`. */
export class InvalidFault extends Error {
  override readonly name = "InvalidFault";
  constructor(readonly wrongs: readonly Wrong[]) {
    super(wrongs.map(sentence).join("\n"));
  }
}

/** `status: 418 given, one of 409, 429 is expected`. */
export function sentence({ field, value, rule }: Wrong): string {
  return `${field}: ${value === undefined ? "" : `${shown(value)} given, `}${rule}`;
}

/** Reads a fault that comes from outside. Throws {@link InvalidFault}. */
export function readFault(given: unknown): Fault {
  const kind = typeof given === "object" && given !== null && "kind" in given ? given.kind : undefined;
  const known = kinds.find((each) => each === kind);
  if (known === undefined) {
    throw new InvalidFault([{ field: "kind", value: plain(kind), rule: `one of ${kinds.join(", ")} is expected` }]);
  }
  const schema: z.ZodType<Fault> = faultKinds[known];
  const result = schema.safeParse(given, { reportInput: true });
  if (result.success) return result.data;
  throw new InvalidFault(result.error.issues.flatMap((issue) => wrongs(issue, Object.keys(faultKinds[known].shape))));
}

function wrongs(issue: z.core.$ZodIssue, options: readonly string[]): Wrong[] {
  if (issue.code === "unrecognized_keys") {
    const known = options.filter((option) => option !== "kind").join(", ");
    return issue.keys.map((field) => ({ field, rule: `there is no such option here; there are ${known}` }));
  }
  return [{ field: issue.path.map(String).join(".") || "fault", value: plain(issue.input), rule: issue.message }];
}

/** What can be said in a message: no object, which may be of any depth. */
function plain(value: unknown): unknown {
  return typeof value === "object" || typeof value === "function" ? undefined : value;
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
