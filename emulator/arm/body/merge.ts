import { isObject, type JsonObject } from "../json";

type Tags = Record<string, string>;

/** The tags after a PATCH: keys of `changes` are set, those with null removed, all others stay. */
export function mergeTags(present: Tags = {}, changes: Record<string, string | null> = {}): Tags {
  const merged = { ...present };
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete merged[key];
    else merged[key] = value;
  }
  return merged;
}

/** An object after a PATCH: members of `changes` replace those of the same name, objects are merged. */
export function mergeObjects(present: JsonObject, changes: JsonObject): JsonObject {
  const merged = { ...present };
  for (const [member, value] of Object.entries(changes)) {
    if (value === undefined) continue;
    const old = merged[member];
    merged[member] = isObject(value) && isObject(old) ? mergeObjects({ ...old }, { ...value }) : value;
  }
  return merged;
}
