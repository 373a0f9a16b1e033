import { z } from "zod";

const REPORT = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ raised: z.string() }),
  z.object({ returned: z.number().int().nonnegative(), bytes: z.number().int().nonnegative() }),
]);

/** What a worker tells: that `init()` has returned, that the script has raised, or what `run()` has returned. */
export type Report = z.infer<typeof REPORT>;

/** Reads one line of a worker. */
export function reportOf(line: string): Report {
  return REPORT.parse(JSON.parse(line));
}
