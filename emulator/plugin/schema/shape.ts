/**
 * The shape of a resource's properties: what an SDK program may write, what the service answers, and how the one
 * becomes the other. One shape serves inputs and outputs; members that only one side has are marked.
 */
export type Shape =
  | TextShape
  | { readonly kind: "integer" | "number" | "flag" | "anything" }
  | {
      readonly kind: "list";
      readonly items: Shape;
      /** Members that identify an item: order is no change. */ readonly keys?: readonly string[];
    }
  | { readonly kind: "dictionary"; readonly values: Shape }
  /** A list of strings in the SDK's inputs, an object with these strings as member names on the wire and in outputs. */
  | { readonly kind: "idSet" }
  | { readonly kind: "record"; readonly members: Members }
  /** One of several records, told apart by the text in member `tag`. */
  | { readonly kind: "variants"; readonly tag: string; readonly cases: Readonly<Record<string, Members>> };

/** Text, with the limits that the provider checks before anything is sent. */
export interface TextShape {
  readonly kind: "text";
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** A property, by its name in the SDK. */
export interface Member {
  readonly shape: Shape;
  readonly required?: boolean;
  /** `readOnly`: only in outputs. `writeOnly`: only in inputs. */
  readonly access?: "readOnly" | "writeOnly";
  /** A change makes a new resource: the REST specification lets it be given at creation only. */
  readonly replaces?: boolean;
  /** The name on the wire, where it is another one. */
  readonly wireName?: string;
  /** Objects on the wire that the SDK leaves out, outermost first. */
  readonly containers?: readonly string[];
  /** Also a resource of its own: not given here means «as it is», and it is no drift. */
  readonly managedElsewhere?: boolean;
}

export type Members = Readonly<Record<string, Member>>;

type Described = Shape | Member;

const member = (described: Described): Member => ("kind" in described ? { shape: described } : described);

export const text: Shape = { kind: "text" };
export const integer: Shape = { kind: "integer" };
export const number: Shape = { kind: "number" };
export const flag: Shape = { kind: "flag" };
/** Passed on as it is, both ways. */
export const anything: Shape = { kind: "anything" };
export const idSet: Shape = { kind: "idSet" };

export const textOf = (limits: Omit<TextShape, "kind">): TextShape => ({ kind: "text", ...limits });
export const list = (items: Shape, ...keys: string[]): Shape => ({ kind: "list", items, keys });
export const dictionary = (values: Shape): Shape => ({ kind: "dictionary", values });

/** Names the members of a record or of a resource. */
export function members(described: Readonly<Record<string, Described>>): Members {
  return Object.fromEntries(Object.entries(described).map(([name, each]) => [name, member(each)]));
}

export const record = (described: Readonly<Record<string, Described>>): Shape => ({
  kind: "record",
  members: members(described),
});

export const variants = (tag: string, cases: Readonly<Record<string, Members>>): Shape => ({
  kind: "variants",
  tag,
  cases,
});

export const required = (described: Described): Member => ({ ...member(described), required: true });
export const readOnly = (described: Described): Member => ({ ...member(described), access: "readOnly" });
export const writeOnly = (described: Described): Member => ({ ...member(described), access: "writeOnly" });
export const replacing = (described: Described): Member => ({ ...member(described), replaces: true });
export const managedElsewhere = (described: Described): Member => ({ ...member(described), managedElsewhere: true });
export const onWire = (wireName: string, described: Described): Member => ({ ...member(described), wireName });

/** Members that only the service sets. */
export const computed = (...names: string[]): Members =>
  Object.fromEntries(names.map((name): [string, Member] => [name, readOnly(anything)]));

/** Members that lie in the object `container` on the wire and beside the others in the SDK. */
export function within(container: string, described: Readonly<Record<string, Described>>): Members {
  return Object.fromEntries(
    Object.entries(members(described)).map(([name, each]) => [
      name,
      { ...each, containers: [container, ...(each.containers ?? [])] },
    ]),
  );
}

/** The members of `value`'s variant, if it is one of the known ones. */
export function variantOf(
  shape: Extract<Shape, { kind: "variants" }>,
  value: Readonly<Record<string, unknown>>,
): Members | undefined {
  const tag = value[shape.tag];
  return typeof tag === "string" ? shape.cases[tag] : undefined;
}
