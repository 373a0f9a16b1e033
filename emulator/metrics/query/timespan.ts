import { milliseconds } from "../../arm/body/durations";

/** A span of time in milliseconds since 1970. */
export interface Timespan {
  start: number;
  end: number;
}

/** Lengths of time that points can have (Microsoft Docs, "Metric definitions"), in minutes. */
export const grains: Readonly<Record<string, number>> = {
  PT1M: 1,
  PT5M: 5,
  PT15M: 15,
  PT30M: 30,
  PT1H: 60,
  PT6H: 360,
  PT12H: 720,
  P1D: 1440,
};

const hour = 3_600_000;

/** The longest span of a query, in days (Microsoft Docs, "Azure Monitor Metrics overview"). */
const longest = 30;

/** Reads `start/end`, `start/duration`, `duration/end` or `duration`; absent means the last hour. A text says what is wrong. */
export function readTimespan(given: string | undefined, now: Date): Timespan | string {
  if (given === undefined) return { start: now.getTime() - hour, end: now.getTime() };
  const parts = given.split("/");
  const [first, second] = parts.map((part) => instant(part) ?? { length: milliseconds(part) });
  const span = parts.length > 2 || first === undefined ? undefined : joined(first, second, now.getTime());
  if (span === undefined || Number.isNaN(span.start) || Number.isNaN(span.end)) {
    return `'${given}' given; it must be two times or a time and a duration, such as 2026-01-31T10:00:00Z/PT1H`;
  }
  if (span.end <= span.start) return `'${given}' given; its end must be later than its start`;
  if (span.end - span.start > longest * 24 * hour) return `'${given}' given; it may be ${longest} days at most`;
  return span;
}

type Part = number | { length: number | undefined };

function joined(first: Part, second: Part | undefined, now: number): Timespan | undefined {
  if (typeof first === "number") {
    if (typeof second === "number") return { start: first, end: second };
    return second?.length === undefined ? undefined : { start: first, end: first + second.length };
  }
  if (first.length === undefined) return undefined;
  if (second === undefined) return { start: now - first.length, end: now };
  return typeof second === "number" ? { start: second - first.length, end: second } : undefined;
}

/** Milliseconds of a time in ISO 8601; without an offset it is in UTC. A date alone is its midnight. */
function instant(text: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,7}))?)?)?(Z|[ +-]\d\d:?\d\d)?$/i.exec(
    text.trim(),
  );
  if (match === null) return undefined;
  const [, date, time = "00:00", seconds = "00", fraction = "0", offset = "Z"] = match;
  // A plus that was not encoded arrives as a blank.
  const zone = offset.toUpperCase() === "Z" ? "Z" : offset.replace(" ", "+").replace(/(\d\d):?(\d\d)$/, "$1:$2");
  const value = Date.parse(`${date}T${time}:${seconds}.${fraction.slice(0, 3).padEnd(3, "0")}${zone}`);
  return Number.isNaN(value) ? undefined : value;
}
