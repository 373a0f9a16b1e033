import type { Fault } from "./fault";

/** Faults of what the engine should read as durations: numbers with a unit each, as `30m` or `1h30m`. */
export function timeoutFaults(field: string, timeouts: Readonly<Record<string, string | undefined>>): Fault[] {
  return Object.entries(timeouts).flatMap(([name, value]) =>
    value === undefined || /^(\d+(\.\d+)?(ns|us|ms|s|m|h))+$/.test(value)
      ? []
      : [{ field: `${field}.${name}`, value, rule: "this is no duration", fix: "for example 30m, 3h or 1h30m" }],
  );
}
