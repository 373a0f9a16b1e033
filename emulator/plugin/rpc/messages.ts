import { createRequire } from "node:module";
import type { Struct as StructMessage } from "google-protobuf/google/protobuf/struct_pb";
import { isObject } from "../schema/value";
import type { Value, Values } from "../schema/value";

const ofSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));

const isModule = <Module extends object>(loaded: unknown, name: keyof Module): loaded is Module =>
  typeof loaded === "object" && loaded !== null && name in loaded;

/** A module of the SDK's own copy of the protocol library: its generated messages want instances of just that. */
function ofProtocol<Module extends object>(file: string, name: keyof Module): Module {
  const loaded: unknown = ofSdk(`google-protobuf/google/protobuf/${file}`);
  if (!isModule<Module>(loaded, name)) {
    throw new Error(`google-protobuf: ${file} has no ${String(name)}`);
  }
  return loaded;
}

const { Struct } = ofProtocol<typeof import("google-protobuf/google/protobuf/struct_pb")>("struct_pb", "Struct");
export const { Empty } = ofProtocol<typeof import("google-protobuf/google/protobuf/empty_pb")>("empty_pb", "Empty");
export const { Any } = ofProtocol<typeof import("google-protobuf/google/protobuf/any_pb")>("any_pb", "Any");

/** Marks an object as one of the engine's special values (Pulumi SDK, `structproto`). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/**
 * Values of a message, without nulls. The provider tells the engine that it takes no secrets, as azure-native does: the
 * engine then sends plain values and marks what comes back itself, so that a secret input stays secret in the state.
 * A secret that an older engine sends all the same is opened.
 */
export function fromStruct(struct: StructMessage | undefined): Values {
  const values: unknown = struct?.toJavaScript() ?? {};
  const plain = plainValue(values);
  return isObject(plain) ? plain : {};
}

export const toStruct = (values: Values): StructMessage => Struct.fromJavaScript(values);

function plainValue(value: unknown): Value {
  if (Array.isArray(value)) {
    return value.map(plainValue);
  }
  if (isObject(value)) {
    if (value[SIGNATURE] === SECRET) {
      return plainValue(value["value"]);
    }
    const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
    return Object.fromEntries(members.map(([name, member]) => [name, plainValue(member)]));
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
