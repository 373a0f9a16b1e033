/** What the engine puts in place of a value that is not known before the update. Source: `rpc.unknownValue` of the SDK. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** True where any part of a value is not known yet. */
export function holdsUnknown(value: unknown): boolean {
  return typeof value === "object" && value !== null ? Object.values(value).some(holdsUnknown) : value === UNKNOWN;
}

/** The members that are known to their last part. */
export function knownMembers<T extends object>(inputs: T): Partial<T> {
  const known: Partial<T> = { ...inputs };
  for (const name in known) {
    if (holdsUnknown(known[name])) delete known[name];
  }
  return known;
}
