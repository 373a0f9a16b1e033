import type { ListedFault } from "../faults/fault";

/** A fault that is on, in a line: `f1 answer status=503, struck 3 times, 2 left`. */
export function faultLine({ id, kind, strikes, left, ...options }: ListedFault): string {
  const given = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}=${String(value)}`,
  );
  const struck = strikes === 1 ? "struck once" : `struck ${strikes} times`;
  return [[id, kind, ...given].join(" "), struck, ...(left === undefined ? [] : [`${left} left`])].join(", ");
}
