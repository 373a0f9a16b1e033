import type { Members, Shape } from "../schema/shape";
import { variantOf } from "../schema/shape";
import { isObject, same } from "../schema/value";
import type { Value, Values } from "../schema/value";

/** How two objects differ; members that are the same in both are in none of the lists. */
export interface ObjectDifference {
  readonly added: Values;
  readonly deleted: Values;
  readonly updated: ReadonlyMap<string, Difference>;
}

/** How two values differ. */
export interface Difference {
  readonly old: Value;
  readonly new: Value;
  readonly object?: ObjectDifference;
  readonly list?: ListDifference;
}

/** Positions of items: of the new list, and of the old one for those that are gone. */
export interface ListDifference {
  readonly added: readonly number[];
  readonly deleted: readonly number[];
  readonly updated: ReadonlyMap<number, Difference>;
}

/** The provider's own notes among the inputs are no property of the resource. */
const isNote = (name: string): boolean => name.startsWith("__");

/** Compares objects member by member; undefined where nothing differs. */
export function compareObjects(old: Values, next: Values, members: Members = {}): ObjectDifference | undefined {
  const added: Values = {};
  const deleted: Values = {};
  const updated = new Map<string, Difference>();
  for (const [name, value] of Object.entries(old)) {
    const other = next[name];
    if (isNote(name)) {
      continue;
    }
    if (other === undefined) {
      deleted[name] = value;
      continue;
    }
    const difference = compare(value, other, members[name]?.shape);
    if (difference !== undefined) {
      updated.set(name, difference);
    }
  }
  for (const [name, value] of Object.entries(next)) {
    if (!isNote(name) && old[name] === undefined) {
      added[name] = value;
    }
  }
  const none = Object.keys(added).length === 0 && Object.keys(deleted).length === 0 && updated.size === 0;
  return none ? undefined : { added, deleted, updated };
}

function compare(old: Value, next: Value, shape: Shape | undefined): Difference | undefined {
  if (Array.isArray(old) && Array.isArray(next)) {
    const keys = shape?.kind === "list" ? (shape.keys ?? []) : [];
    const items = shape?.kind === "list" ? shape.items : undefined;
    const list = keys.length > 0 ? compareKeyed(old, next, keys, items) : compareOrdered(old, next, items);
    return list === undefined ? undefined : { old, new: next, list };
  }
  if (isObject(old) && isObject(next)) {
    const object = compareObjects(old, next, membersOf(shape, old, next));
    return object === undefined ? undefined : { old, new: next, object };
  }
  return same(old, next) ? undefined : { old, new: next };
}

function membersOf(shape: Shape | undefined, old: Values, next: Values): Members {
  switch (shape?.kind) {
    case "record":
      return shape.members;
    case "variants":
      return variantOf(shape, next) ?? {};
    case "dictionary":
      return Object.fromEntries(Object.keys({ ...old, ...next }).map((name) => [name, { shape: shape.values }]));
    default:
      return {};
  }
}

function compareOrdered(old: Value[], next: Value[], items: Shape | undefined): ListDifference | undefined {
  const positions = (from: Value[], others: Value[]): number[] =>
    [...from.keys()].filter((index) => index >= others.length);
  const updated = new Map<number, Difference>();
  for (const [index, value] of old.slice(0, next.length).entries()) {
    const difference = compare(value, next[index] ?? null, items);
    if (difference !== undefined) {
      updated.set(index, difference);
    }
  }
  return orNothing({ added: positions(next, old), deleted: positions(old, next), updated });
}

/** Items that say who they are: their order does not count. */
function compareKeyed(
  old: Value[],
  next: Value[],
  keys: readonly string[],
  items: Shape | undefined,
): ListDifference | undefined {
  const identity = (item: Value): string =>
    JSON.stringify(isObject(item) ? keys.map((key) => item[key] ?? null) : item);
  const before = new Map(old.map((item, index) => [identity(item), { item, index }]));
  const after = new Set(next.map(identity));
  const added: number[] = [];
  const updated = new Map<number, Difference>();
  for (const [index, item] of next.entries()) {
    const known = before.get(identity(item));
    const difference = known === undefined ? undefined : compare(known.item, item, items);
    if (known === undefined) {
      added.push(index);
    } else if (difference !== undefined) {
      updated.set(index, difference);
    }
  }
  const deleted = [...before].filter(([id]) => !after.has(id)).map(([, { index }]) => index);
  return orNothing({ added, deleted, updated });
}

const orNothing = (difference: ListDifference): ListDifference | undefined =>
  difference.added.length === 0 && difference.deleted.length === 0 && difference.updated.size === 0
    ? undefined
    : difference;
