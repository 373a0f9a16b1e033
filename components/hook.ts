import { AsyncLocalStorage } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { type HookedChild, SharedHooks } from "./shared-hooks";

/** Runs before a resource is changed, in preview too; what it throws refuses the change. */
export type Guard = (args: pulumi.ResourceHookArgs) => void | Promise<void>;

const guards = new SharedHooks<pulumi.ResourceHookArgs, void, pulumi.ResourceHook>(
  (name, judge) => new pulumi.ResourceHook(name, judge, { onDryRun: true }),
);

const retries = new SharedHooks<pulumi.ErrorHookArgs, boolean, pulumi.ErrorHook>(
  (name, retry) => new pulumi.ErrorHook(name, retry),
);

/** A hook that previews run, too. `kind`: what it judges, the same words for all resources that are judged alike. */
export function guardHook(kind: string, child: HookedChild, guard: Guard): pulumi.ResourceHook {
  return guards.of(kind, child, async (args) => (recovers() ? undefined : guard(args)));
}

/** Makes the binding of an error hook; undefined where the engine or the SDK's mocks know none, and then nothing retries. */
export function onError(
  kind: string,
  child: HookedChild,
  retry: pulumi.ErrorHookFunction,
): pulumi.ResourceHookBinding | undefined {
  if (!engineKnowsErrorHooks()) return undefined;
  return { onError: [retries.of(kind, child, async (args) => retry(args))] };
}

/** Bindings of several hooks as one. */
export function together(
  ...bindings: (pulumi.ResourceHookBinding | undefined)[]
): pulumi.ResourceHookBinding | undefined {
  const [first, ...others] = bindings.filter((binding) => binding !== undefined);
  return others.reduce(
    (all, { beforeCreate = [], beforeUpdate = [], onError: retries = [] }) => ({
      ...all,
      beforeCreate: [...(all?.beforeCreate ?? []), ...beforeCreate],
      beforeUpdate: [...(all?.beforeUpdate ?? []), ...beforeUpdate],
      onError: [...(all?.onError ?? []), ...retries],
    }),
    first,
  );
}

/**
 * True in the preview by which `pulumi-azureml recover` asks what the program would make: what guards refuse there, such as
 * a deployment that exists and the state does not know, is what it looks for.
 */
function recovers(): boolean {
  return process.env["PULUMI_AZUREML_RECOVERING"] === "true" && pulumi.runtime.isDryRun();
}

/** True where guards run. With an old engine that knows no hooks the service alone refuses what it refuses. */
export function engineKnowsHooks(): boolean {
  return engineKnows("registerResourceHook", "supportsResourceHooks");
}

function engineKnowsErrorHooks(): boolean {
  return engineKnows("registerErrorHook", "supportsErrorHooks");
}

/**
 * Registering a hook with an engine that knows none fails the program. The SDK asks the engine before the program runs and
 * keeps the answer in its store. Its mocks claim that they know hooks, but have nothing to register one with: a user's unit
 * tests would hang for ever.
 */
function engineKnows(method: string, feature: string): boolean {
  const monitor = pulumi.runtime.getMonitor();
  const local: unknown = Reflect.get(globalThis, "asyncLocalStorage");
  const store: unknown = local instanceof AsyncLocalStorage ? local.getStore() : undefined;
  const known = member(store ?? Reflect.get(globalThis, "globalStore"), feature);
  return monitor !== undefined && method in monitor && known === true;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
