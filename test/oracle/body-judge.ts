import type { Mapper, Member, PublishedPackage } from "./published-package";
import { scalarFaults } from "./scalar-judge";

type Json = Readonly<Record<string, unknown>>;

/** An object on the wire: its members, and the objects that the client flattens away. */
interface WireObject {
  members: Map<string, Member>;
  enclosed: Map<string, WireObject>;
}

/** Everything about `value` that the type does not allow, each fault with the path to it. */
export function valueFaults(types: PublishedPackage, mapper: Member, value: unknown, at: string): string[] {
  if (value === null) return mapper.nullable ? [] : [`${at}: null, where the type takes none`];
  const { name, element = ANYTHING, value: entry = ANYTHING } = mapper.type;
  switch (name) {
    case "Composite":
      return isRecord(value) ? compositeFaults(types, mapper, value, at) : [notA(at, value, "an object")];
    case "Dictionary":
      if (!isRecord(value)) return [notA(at, value, "an object")];
      return Object.entries(value).flatMap(([key, each]) => valueFaults(types, entry, each, join(at, key)));
    case "Sequence":
      if (!Array.isArray(value)) return [notA(at, value, "an array")];
      return value.flatMap((each, index) => valueFaults(types, element, each, `${at}[${index}]`));
    case "Object":
      return isRecord(value) ? [] : [notA(at, value, "an object")];
    case "any":
      return [];
    default:
      return scalarFaults(mapper, value, at);
  }
}

function compositeFaults(types: PublishedPackage, mapper: Mapper, value: Json, at: string): string[] {
  const choices = types.choices(mapper);
  const chosen = choices === undefined ? mapper : choices.types.get(String(value[choices.discriminator]));
  if (chosen !== undefined) {
    return objectFaults(types, wireObject(types.membersOf(chosen)), value, at, types.openTo(chosen));
  }
  const { discriminator = "", types: known = new Map() } = choices ?? {};
  return [`${join(at, discriminator)}: ${shown(value[discriminator])} is none of ${[...known.keys()].join(", ")}`];
}

function objectFaults(types: PublishedPackage, type: WireObject, value: Json, at: string, rest?: Mapper): string[] {
  const known = [...type.members.keys(), ...type.enclosed.keys()];
  const faultsOf = (name: string, inner: unknown): string[] => {
    const path = join(at, name);
    const member = type.members.get(name) ?? (type.enclosed.has(name) ? undefined : rest);
    const enclosed = type.enclosed.get(name);
    if (member?.readOnly) return [`${path}: sent, but only the service writes it`];
    if (member) return valueFaults(types, member, inner, path);
    if (enclosed === undefined) return [`${path}: unknown${hint(name, known)}`];
    return isRecord(inner) ? objectFaults(types, enclosed, inner, path) : [notA(path, inner, "an object")];
  };
  const present = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const missing = missingMembers(type, value, at).map((path) => `${path}: missing, but required`);
  return [...missing, ...present.flatMap(([name, inner]) => faultsOf(name, inner))];
}

/** Members that have to be there and are not; inside a flattened object only once, where the object is. */
function missingMembers({ members, enclosed }: WireObject, value: Json, at: string): string[] {
  const here = [...members].filter(([name, { required }]) => required && value[name] === undefined);
  const inside = [...enclosed].filter(([name]) => value[name] === undefined);
  return [
    ...here.map(([name]) => join(at, name)),
    ...inside.flatMap(([name, object]) => missingMembers(object, {}, join(at, name))),
  ];
}

function wireObject(members: readonly Member[]): WireObject {
  const root: WireObject = { members: new Map(), enclosed: new Map() };
  for (const member of members) {
    // A dot that belongs to a name is escaped.
    const path = (member.serializedName ?? "").split(/(?<!\\)\./).map((step) => step.replaceAll("\\.", "."));
    const name = path.pop() ?? "";
    const object = path.reduce((outer, step) => {
      const inner = outer.enclosed.get(step) ?? { members: new Map(), enclosed: new Map() };
      outer.enclosed.set(step, inner);
      return inner;
    }, root);
    object.members.set(name, member);
  }
  return root;
}

const ANYTHING: Mapper = { type: { name: "any" } };

function hint(name: string, known: string[]): string {
  const meant = known.find((each) => each.toLowerCase() === name.toLowerCase());
  return meant === undefined ? "" : `; the type spells it ${meant}`;
}

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const join = (at: string, name: string) => (at === "" ? name : `${at}.${name}`);
const shown = (value: unknown) => JSON.stringify(value) ?? "nothing";
const notA = (at: string, value: unknown, wanted: string) => `${at || "body"}: ${shown(value)} is not ${wanted}`;
