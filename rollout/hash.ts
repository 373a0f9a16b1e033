import { createHash } from "node:crypto";
import type { Plan } from "./plan";

/** The first twelve hexadecimal digits of a text's SHA-256: as many as a cursor has room for. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** Hash of a plan that `plan` or a helper made: these hold their members in one order, so equal plans have equal hashes. */
export function planHash(plan: Plan): string {
  return shortHash(JSON.stringify(plan));
}
