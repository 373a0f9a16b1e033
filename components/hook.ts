import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";

/** Runs before a resource is changed, in preview too; what it throws refuses the change. */
export type Guard = (args: pulumi.ResourceHookArgs) => void | Promise<void>;

/** A hook that previews run, too. `name`: hooks have one namespace in the program. */
export function guardHook(name: string, guard: Guard): pulumi.ResourceHook {
  const judge: Guard = (args) => (recovers() ? undefined : guard(args));
  // The engine calls it from outside of the program; without the program's context its log lines would miss the engine.
  return new pulumi.ResourceHook(name, AsyncResource.bind(judge), { onDryRun: true });
}

/**
 * True in the preview by which `pulumi-azureml recover` asks what the program would make: what guards refuse there, such as
 * a deployment that exists and the state does not know, is what it looks for.
 */
function recovers(): boolean {
  return process.env["PULUMI_AZUREML_RECOVERING"] === "true" && pulumi.runtime.isDryRun();
}

/** The SDK's mocks know no hooks: registering one would hang a user's unit tests for ever. */
export function engineKnowsHooks(): boolean {
  const monitor = pulumi.runtime.getMonitor();
  return monitor !== undefined && "registerResourceHook" in monitor;
}
