import { parametersOf } from "../schema/path";
import type { ResourceType } from "../schema/resource-type";
import type { Members, Shape } from "../schema/shape";
import { same } from "../schema/value";
import type { Value, Values } from "../schema/value";
import { compareObjects } from "./difference";
import type { Difference, ObjectDifference } from "./difference";

/** Kind of a property's change, in the engine's words. */
export type ChangeKind = "add" | "delete" | "update" | "addReplace" | "deleteReplace" | "updateReplace";

/** What a change of inputs means for the resource. */
export interface Changes {
  /** Kind of change by property path, for example `properties.traffic.green`. */
  readonly detailed: ReadonlyMap<string, ChangeKind>;
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** Says that the resource's name has a random part: then the new one can be made before the old one goes. */
export const CREATE_BEFORE_DELETE = "__createBeforeDelete";

/** Compares inputs with inputs; the old outputs only tell what needs no replacement. */
export function changesOf(type: ResourceType, oldInputs: Values, newInputs: Values, oldOutputs: Values): Changes {
  const before = withApiVersion(oldInputs, oldOutputs);
  const difference = compareObjects(before, newInputs, type.members);
  const detailed = difference === undefined ? new Map<string, ChangeKind>() : details(type, difference);
  for (const [path, kind] of detailed) {
    if (kind === "addReplace" && newInputs[path] !== undefined && same(newInputs[path], oldOutputs[path])) {
      detailed.set(path, "add"); // now written out what the service had chosen
    }
  }
  const replaces = [...detailed].filter(([, kind]) => kind.endsWith("Replace")).map(([path]) => path);
  const note = oldInputs[CREATE_BEFORE_DELETE];
  return { detailed, replaces, deleteBeforeReplace: typeof note === "boolean" ? !note : replaces.length > 0 };
}

/** An imported resource's inputs do not tell the api-version; its outputs do. */
function withApiVersion(oldInputs: Values, oldOutputs: Values): Values {
  const version = oldInputs["azureApiVersion"] ?? oldOutputs["azureApiVersion"];
  return version === undefined ? oldInputs : { ...oldInputs, azureApiVersion: version };
}

function details(type: ResourceType, difference: ObjectDifference): Map<string, ChangeKind> {
  const replacing = replacingPaths(type);
  const kinds = new Map<string, ChangeKind>();
  const add = (path: string, pattern: string, kind: "add" | "delete" | "update", inherited: boolean): void => {
    kinds.set(path, replacing.has(pattern) || (inherited && kind === "update") ? `${kind}Replace` : kind);
  };
  const ofObject = (object: ObjectDifference, path: string, pattern: string, inherited: boolean): void => {
    for (const name of Object.keys(object.added)) {
      add(path + name, pattern + name, "add", inherited);
    }
    for (const name of Object.keys(object.deleted)) {
      add(path + name, pattern + name, "delete", inherited);
    }
    for (const [name, each] of object.updated) {
      ofValue(each, path + name, pattern + name, inherited);
    }
  };
  const ofValue = (each: Difference, path: string, pattern: string, inherited: boolean): void => {
    if (each.object !== undefined) {
      ofObject(each.object, `${path}.`, `${pattern}.`, inherited || replacing.has(pattern));
    } else if (each.list !== undefined) {
      each.list.added.forEach((index) => add(`${path}[${index}]`, "", "add", false));
      each.list.deleted.forEach((index) => add(`${path}[${index}]`, "", "delete", false));
      each.list.updated.forEach((item, index) => ofValue(item, `${path}[${index}]`, `${pattern}[]`, inherited));
    } else {
      add(path, pattern, "update", inherited);
    }
  };
  ofObject(withoutSpelling(difference), "", "", false);
  return kinds;
}

/** Path parameters, and members that can be given at creation only; below the top level the provider looks one step deep. */
function replacingPaths(type: ResourceType): Set<string> {
  const own = (prefix: string, members: Members): string[] =>
    Object.entries(members).flatMap(([name, member]) => (member.replaces === true ? [prefix + name] : []));
  const inner = ([name, { shape }]: [string, { shape: Shape }]): string[] => {
    const items = shape.kind === "list" ? shape.items : undefined;
    return shape.kind === "record"
      ? own(`${name}.`, shape.members)
      : items?.kind === "record"
        ? own(`${name}[].`, items.members)
        : [];
  };
  return new Set([
    ...parametersOf(type.path),
    ...own("", type.members),
    ...Object.entries(type.members).flatMap(inner),
  ]);
}

/** The service does not tell apart "West US 2" and "westus2", nor the cases of a resource group's name. */
const SPELLINGS: Readonly<Record<string, (text: string) => string>> = {
  location: (text) => text.replaceAll(" ", "").toLowerCase(),
  resourceGroupName: (text) => text.toLowerCase(),
};

function withoutSpelling(difference: ObjectDifference): ObjectDifference {
  const spelledAlike = (name: string, old: Value, next: Value): boolean => {
    const plain = SPELLINGS[name];
    return plain !== undefined && typeof old === "string" && typeof next === "string" && plain(old) === plain(next);
  };
  const updated = new Map([...difference.updated].filter(([name, each]) => !spelledAlike(name, each.old, each.new)));
  return { ...difference, updated };
}
