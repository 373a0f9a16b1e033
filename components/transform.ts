import type * as pulumi from "@pulumi/pulumi";

/** What a transform may change of a child: its arguments and its options. */
export interface Child<Args> {
  args: Args;
  opts: pulumi.CustomResourceOptions;
}

/**
 * Changes one child resource just before it is registered, for what the component has no argument for. Returns what the
 * child gets instead, or nothing to leave it as it is.
 */
export type Transform<Args> = (child: Child<Args>, name: string) => Partial<Child<Args>> | undefined;

/** The constructor arguments of a child after its transform. */
export function transformed<Args>(
  transform: Transform<Args> | undefined,
  name: string,
  args: Args,
  opts: pulumi.CustomResourceOptions,
): [string, Args, pulumi.CustomResourceOptions] {
  const changed = transform?.({ args, opts }, name);
  return [name, changed?.args ?? args, changed?.opts ?? opts];
}
