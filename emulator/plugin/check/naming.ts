import { createHash, randomBytes } from "node:crypto";
import { CREATE_BEFORE_DELETE } from "../diff/changes";
import { autoNamed } from "../schema/path";
import type { ResourceType } from "../schema/resource-type";
import type { Values } from "../schema/value";

/** What the engine says about names that a program leaves out. */
export interface Naming {
  readonly logicalName: string;
  /** The same seed gives the same name again. Empty: any name will do. */
  readonly seed: Uint8Array;
  /** The project's own `autonaming` configuration. */
  readonly configured?: { readonly mode: "propose" | "enforce" | "disable"; readonly name: string };
}

/** The inputs that name the resource, where `news` leave its name out: the old name, else a new one. */
export function nameFor(type: ResourceType, olds: Values, news: Values, naming: Naming): Values {
  const auto = autoNamed(type.path);
  if (auto === undefined || (news[auto.parameter] ?? null) !== null) {
    return {};
  }
  const named = (name: string, random: boolean): Values => ({
    [auto.parameter]: name,
    ...(random ? { [CREATE_BEFORE_DELETE]: true } : {}),
  });
  const old = olds[auto.parameter];
  if (typeof old === "string") {
    return named(old, olds[CREATE_BEFORE_DELETE] === true);
  }
  const { configured } = naming;
  if (configured?.mode === "disable") {
    return {};
  }
  // A proposal is for names; a UUID must stay one.
  if (configured?.mode === "enforce" || (configured?.mode === "propose" && auto.how !== "uuid")) {
    return named(configured.name, true);
  }
  switch (auto.how) {
    case "random":
      return named(naming.logicalName + hexadecimal(naming.seed, 8), true);
    case "uuid":
      return named(hexadecimal(naming.seed, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"), true);
    case "copy":
      return named(naming.logicalName, false);
  }
}

function hexadecimal(seed: Uint8Array, digits: number): string {
  const bytes = seed.length === 0 ? randomBytes(32) : createHash("sha256").update(seed).digest();
  return bytes.toString("hex").slice(0, digits);
}
