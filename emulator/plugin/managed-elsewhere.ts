import type { Member, Members } from "./schema/shape";
import { isObject } from "./schema/value";
import type { Value, Values } from "./schema/value";

/**
 * Lists that are resources of their own as well, such as a vault's access policies. A program that does not name them
 * manages them elsewhere: an update must not clear them, and a refresh must not report them.
 */
const isElsewhere = (member: Member): boolean => member.managedElsewhere === true;

/** A new resource has none of them yet; the service wants to be told so. */
export const createdBody = (members: Members, body: Values): Values => overlay(members, body, () => []);

/** An update repeats what the service has. */
export async function updatedBody(members: Members, body: Values, read: () => Promise<Values>): Promise<Values> {
  if (JSON.stringify(createdBody(members, body)) === JSON.stringify(body)) {
    return body;
  }
  const live = await read().catch((error: unknown) => {
    throw new Error(`failed maintaining unset sub-resource properties: reading cloud state: ${String(error)}`);
  });
  return overlay(members, body, (path) => at(live, path));
}

/** Outputs without those lists that the inputs do not name. */
export function withoutUnset(members: Members, outputs: Values, inputs: Values): Values {
  const kept: Values = { ...outputs };
  for (const [name, member] of Object.entries(members)) {
    const [output, input] = [outputs[name], inputs[name]];
    if (isElsewhere(member) && input === undefined) {
      delete kept[name];
    } else if (member.shape.kind === "record" && isObject(output)) {
      kept[name] = withoutUnset(member.shape.members, output, isObject(input) ? input : {});
    }
  }
  return kept;
}

/** Sets what is not set, one object deep, as the SDK's shapes and the wire's agree there. */
function overlay(
  members: Members,
  body: Values,
  fill: (path: readonly string[]) => Value | undefined,
  path: readonly string[] = [],
): Values {
  const filled: Values = { ...body };
  for (const [name, member] of Object.entries(members)) {
    const value = body[name];
    const here = [...path, name];
    const missing = isElsewhere(member) && value === undefined ? fill(here) : undefined;
    if (missing !== undefined) {
      filled[name] = missing;
    } else if (member.shape.kind === "record" && isObject(value)) {
      filled[name] = overlay(member.shape.members, value, fill, here);
    }
  }
  return filled;
}

const at = (values: Values, path: readonly string[]): Value | undefined =>
  path.reduce((value: Value | undefined, name) => (isObject(value) ? value[name] : undefined), values);
