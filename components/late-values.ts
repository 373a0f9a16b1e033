import * as pulumi from "@pulumi/pulumi";

/** True where a value, at any depth, is one that a preview can't know. */
export function holdsUnknown(value: unknown): boolean {
  return (
    pulumi.containsUnknowns(value) ||
    (typeof value === "object" &&
      value !== null &&
      !pulumi.Output.isInstance(value) &&
      Object.values(value).some(holdsUnknown))
  );
}

/** The value of an output; undefined where a preview cannot know it, for then `apply` would never be called. */
export async function known<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  const isKnown = await Promise.resolve<unknown>(Reflect.get(output, "isKnown"));
  if (isKnown === false) return undefined;
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}

/** The value of an output, as the SDK's mark of an unknown one where a preview cannot know it, `undefined` where there is none. */
export async function valueOrUnknown(output: pulumi.Output<unknown>): Promise<unknown> {
  const promise: unknown = Reflect.get(output, "promise");
  return typeof promise === "function" ? Reflect.apply(promise, output, [true]) : known(output);
}
