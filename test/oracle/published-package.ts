import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ADDED_MEMBERS } from "./added-members";
import { publishedDeclarations, type Declarations } from "./published-declarations";

/** How a member goes over the wire, as Microsoft's generated clients keep it for their serialiser. */
export interface Mapper {
  /** Path on the wire; a dot leads into an enclosing object that the client flattens away. */
  serializedName?: string;
  required?: boolean;
  readOnly?: boolean;
  nullable?: boolean;
  isConstant?: boolean;
  defaultValue?: unknown;
  constraints?: Readonly<Record<string, unknown>>;
  type: MapperType;
}

interface MapperType {
  name: string;
  className?: string;
  modelProperties?: Readonly<Record<string, Mapper>>;
  additionalProperties?: Mapper;
  element?: Mapper;
  value?: Mapper;
  allowedValues?: readonly unknown[];
  polymorphicDiscriminator?: { serializedName: string };
}

/** One member of a published type, with what the mapper leaves to the typings. */
export interface Member extends Mapper {
  /** Values that the package documents for an open enumeration. */
  knownValues?: readonly string[];
}

/** The types of one of Microsoft's npm packages. */
export interface PublishedPackage {
  /** Members by the client's name for them. */
  membersOf(composite: Mapper): readonly Member[];
  /** What else an object of this type may have. */
  openTo(composite: Mapper): Mapper | undefined;
  /** The member whose value chooses among types, with the type for each value; undefined where none does. */
  choices(composite: Mapper): { discriminator: string; types: ReadonlyMap<string, Mapper> } | undefined;
}

/** Folder of each package's models: the generator's output has moved over the years. */
const MODELS = {
  "@azure/arm-appinsights": "dist-esm/src/models",
  "@azure/arm-containerregistry": "dist/commonjs/models",
  "@azure/arm-keyvault": "dist/commonjs/models",
  "@azure/arm-machinelearning": "dist-esm/src/models",
  "@azure/arm-operationalinsights": "dist-esm/src/models",
  "@azure/arm-resources": "dist-esm/src/models",
  "@azure/arm-storage": "dist/commonjs/models",
};

export type PackageName = keyof typeof MODELS;

type Mappers = Readonly<Record<string, Mapper>>;

const load = createRequire(__filename);
const packages = new Map<PackageName, PublishedPackage>();

/** Reads a package's types, once. */
export function publishedPackage(name: PackageName): PublishedPackage {
  const known = packages.get(name) ?? readPackage(name);
  packages.set(name, known);
  return known;
}

function readPackage(name: PackageName): PublishedPackage {
  const folder = join(dirname(load.resolve(`${name}/package.json`)), MODELS[name]);
  const { discriminators, ...mappers } = load(join(folder, "mappers.js"));
  return typesOf(mappers, discriminators ?? {}, publishedDeclarations(join(folder, "index.d.ts")), ADDED_MEMBERS[name]);
}

function typesOf(
  mappers: Mappers,
  discriminators: Mappers,
  declared: Declarations,
  added: Readonly<Record<string, Mappers>> = {},
): PublishedPackage {
  const classes = new Map(Object.values(mappers).map((mapper) => [mapper.type.className, mapper]));

  const definition = (composite: Mapper): Mapper => {
    const { className, modelProperties } = composite.type;
    const known = className === undefined || modelProperties !== undefined ? composite : classes.get(className);
    if (known === undefined) throw new Error(`${className}: no such type in the package`);
    return known;
  };

  return {
    membersOf(composite) {
      const { className = "", modelProperties = {} } = definition(composite).type;
      const members = [...Object.entries(modelProperties), ...Object.entries(added[className] ?? {})];
      return members.map(([member, mapper]) => {
        const typed = declared.member(className, member);
        // The generator marks no object as required in the mapper, only in the typings.
        const required = mapper.required || (typed?.required && !mapper.readOnly);
        return {
          ...mapper,
          serializedName: mapper.serializedName ?? member,
          required,
          knownValues: typed?.knownValues,
        };
      });
    },

    openTo: (composite) => definition(composite).type.additionalProperties,

    choices(composite) {
      const { serializedName = "", type } = definition(composite);
      if (type.polymorphicDiscriminator === undefined) return undefined;
      const prefix = `${type.className}.`;
      const below = Object.entries(discriminators).filter(([key]) => key.startsWith(prefix));
      const types = new Map(below.map(([key, mapper]) => [key.slice(prefix.length), mapper]));
      if (types.size === 0) types.set(serializedName, definition(composite));
      return { discriminator: type.polymorphicDiscriminator.serializedName, types };
    },
  };
}
