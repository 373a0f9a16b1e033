import { z } from "zod";

const pattern = /^P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,7})?)S)?)?$/;

/** Milliseconds of an ISO 8601 duration of days and smaller units; undefined where it is none. */
export function milliseconds(duration: string): number | undefined {
  const match = pattern.exec(duration);
  if (match === null) return undefined;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  const wholeMinutes = ((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0);
  return wholeMinutes * 60_000 + Math.round((seconds ?? 0) * 1000);
}

/** The one way to write a duration: `PT90S` becomes `PT1M30S`, as .NET services answer. */
export function isoDuration(ms: number): string {
  const parts = [
    [Math.floor(ms / 3_600_000) % 24, "H"],
    [Math.floor(ms / 60_000) % 60, "M"],
    [Math.round(ms % 60_000) / 1000, "S"],
  ] as const;
  const days = Math.floor(ms / 86_400_000);
  const time = parts.flatMap(([count, unit]) => (count > 0 ? [`${count}${unit}`] : [])).join("");
  if (days === 0 && time === "") return "PT0S";
  return `P${days > 0 ? `${days}D` : ""}${time === "" ? "" : `T${time}`}`;
}

/** A duration member within bounds in seconds, answered in the one way. */
export function duration(bounds: { minimum: number; maximum?: number }): z.ZodType<string> {
  const { minimum, maximum = Infinity } = bounds;
  return z.string().transform((given, context) => {
    const ms = milliseconds(given);
    if (ms !== undefined && ms >= minimum * 1000 && ms <= maximum * 1000) return isoDuration(ms);
    const most = maximum === Infinity ? "" : ` and at most ${isoDuration(maximum * 1000)}`;
    const rule = `an ISO 8601 duration of at least ${isoDuration(minimum * 1000)}${most}`;
    context.addIssue({ code: "custom", message: `'${given}' given; it must be ${rule}` });
    return z.NEVER;
  });
}
