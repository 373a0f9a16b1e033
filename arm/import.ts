import type { Fault } from "./fault";

/** Faults of an id that something is imported by: it has to be an id of that kind, and of that name. */
export function importFaults(
  field: string,
  id: string | undefined,
  name: string,
  nameInId: string | undefined,
): Fault[] {
  if (id === undefined) return [];
  if (nameInId === undefined) return [{ field, value: id, rule: "this is not the ARM id of what is imported here" }];
  return nameInId.toLowerCase() === name.toLowerCase()
    ? []
    : [{ field, value: id, rule: `this is the id of ${nameInId}, and what is declared is called ${name}` }];
}
