import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";

/** Runs before a resource is changed, in preview too; what it throws refuses the change. */
export type Guard = (args: pulumi.ResourceHookArgs) => void | Promise<void>;

/** A hook that previews run, too. `name`: hooks have one namespace in the program. */
export function guardHook(name: string, guard: Guard): pulumi.ResourceHook {
  // The engine calls it from outside of the program; without the program's context its log lines would miss the engine.
  return new pulumi.ResourceHook(name, AsyncResource.bind(guard), { onDryRun: true });
}

/** The SDK's mocks know no hooks: registering one would hang a user's unit tests for ever. */
export function engineKnowsHooks(): boolean {
  const monitor = pulumi.runtime.getMonitor();
  return monitor !== undefined && "registerResourceHook" in monitor;
}
