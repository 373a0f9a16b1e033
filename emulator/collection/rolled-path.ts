import type { RollingRate } from "./contract";

/** How many parts of a time each rate tells; finer ones go into the same file. */
const parts: Readonly<Record<RollingRate, number>> = { Year: 1, Month: 2, Day: 3, Hour: 4, Minute: 5 };

/**
 * Folder of the files of a time, in UTC: `2026/11/29/21` for `Hour`. Microsoft documents that of `Hour`; the others leave
 * out what they do not tell apart, or add the minute, which is a guess.
 */
export function rolledFolder(rate: RollingRate, time: Date): string {
  const digits = time.toISOString().split(/[-T:]/);
  return digits.slice(0, parts[rate]).join("/");
}
