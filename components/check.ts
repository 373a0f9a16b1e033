import * as pulumi from "@pulumi/pulumi";
import { describeFaults, type Fault } from "../arm/fault";

/**
 * Refuses what is wrong with a component's arguments: all faults in one message, attached to the component, without a
 * stack trace.
 */
export function check(resource: pulumi.Resource | undefined, subject: string, faults: readonly Fault[]): void {
  if (faults.length > 0) {
    const error = new pulumi.ResourceError(describeFaults(subject, faults), resource, true);
    // Nobody is shown the stack, but the SDK formats it, and on frames of the SDK that takes Node half a minute
    // (nodejs/node#64011).
    error.stack = `${error.name}: ${error.message}`;
    throw error;
  }
}

/** The value if the program already has it; undefined for outputs and promises. */
export function now<T>(value: pulumi.Input<T> | undefined): T | undefined {
  return isLater(value) ? undefined : (value as T | undefined);
}

/** Applies `shape` at once to a plain value and later to one that comes later, so that plain inputs stay plain. */
export function lift<T, U>(value: pulumi.Input<T>, shape: (value: T) => U): pulumi.Input<U> {
  return isLater(value) ? pulumi.output(value).apply((known) => shape(known as T)) : shape(value as T);
}

function isLater(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/** True where any member, at any depth, comes later. */
export function holdsLater(value: unknown): boolean {
  return isLater(value) || (typeof value === "object" && value !== null && Object.values(value).some(holdsLater));
}
