/** The member by which the engine marks what is no plain value, and its value for secrets. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/**
 * Outputs with every value encrypted that is a secret among the inputs. The service repeats some of what it was given, such
 * as environment variables, in clear; in the state it stays a secret, and the engine keeps it one in what it reads later.
 */
export function secretsLike(
  outputs: Readonly<Record<string, unknown>>,
  inputs: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, output]) => {
      const input = inputs[name];
      if (!holdsSecret(input)) return [name, output];
      return [name, isPlainObject(input) && isPlainObject(output) ? secretsLike(output, input) : input];
    }),
  );
}

function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Reflect.get(value, SIGNATURE) === SECRET || Object.values(value).some(holdsSecret);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(SIGNATURE in value);
}
