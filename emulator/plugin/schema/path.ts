import type { Values } from "./value";

const PARAMETER = /\{(\w+)\}/g;

/** The names of a path's parameters, in order. */
export const parametersOf = (template: string): string[] =>
  [...template.matchAll(PARAMETER)].map((match) => match[1] ?? "");

/** A scope is a path itself; every other parameter is one segment. */
const isSubPath = (name: string): boolean => name === "scope" || name === "resourceUri";

/** Fills a path's parameters in. Throws where one is not text. */
export function expand(template: string, given: Values, subscriptionId: string): string {
  return template.replace(PARAMETER, (_, name: string) => {
    const value = given[name] ?? (name === "subscriptionId" ? subscriptionId : undefined);
    if (typeof value !== "string") {
      throw new Error(
        `expected string value for path parameter '${name}', got ${value === undefined ? "nothing" : typeof value}`,
      );
    }
    return isSubPath(name) ? value.replace(/^\/+|\/+$/g, "") : encodeURIComponent(value);
  });
}

/** The parameters' values in an id; segments that both have in common compare without regard to case. */
export function parse(id: string, template: string): Values {
  const pattern = template
    .split(PARAMETER)
    .map((part, index) =>
      index % 2 === 0 ? part.replace(/[.]/g, "\\$&") : `(?<${part}>${isSubPath(part) ? ".*" : "[^/]*"})`,
    )
    .join("");
  const groups = new RegExp(`^${pattern}/?$`, "i").exec(id)?.groups;
  if (groups === undefined) {
    throw new Error(`failed to parse '${id}': it does not match '${template}'`);
  }
  const { subscriptionId: _, ...named } = groups;
  return Object.fromEntries(
    Object.entries(named).map(([name, value]) => [name, isSubPath(name) ? value : decodeURIComponent(value)]),
  );
}

/** How a name comes about that the program does not give. */
export type AutoName = "random" | "copy" | "uuid";

/**
 * The parameter that may be left out, and how it is named then: the last one of the path. Names that are unique on their
 * own (endpoints, and all that lie directly in a resource group) get a random suffix, role assignments a UUID, the
 * others the resource's logical name.
 */
export function autoNamed(template: string): { parameter: string; how: AutoName } | undefined {
  const parameter = /\{(\w+)\}$/.exec(template)?.[1];
  if (parameter === undefined) {
    return undefined;
  }
  if (parameter === "roleAssignmentName") {
    return { parameter, how: "uuid" };
  }
  const parts = template.toLowerCase().split("microsoft.");
  const alone = parts.length === 1 || parametersOf(parts.at(-1) ?? "").length === 1;
  return { parameter, how: alone || parameter === "endpointName" ? "random" : "copy" };
}
