/**
 * What a deployment runs, member by member: everything but its size, its tags and its description. `inputs` are those of
 * the deployment resource.
 */
export function contentMembers(inputs: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const { properties, identity } = inputs;
  const { description: _description, ...content } = isRecord(properties) ? properties : {};
  return identity === undefined ? content : { ...content, identity };
}

/** True where both mean the same to the service: the order of keys and absent members make no difference. */
export function sameContent(a: unknown, b: unknown): boolean {
  return canonicalText(a) === canonicalText(b);
}

/** A text that is the same for all that means the same. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(canonical(value)) ?? "";
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (!isRecord(value)) return value ?? undefined;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, canonical(value[key])]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
