import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";

/** Makes the binding of an error hook; undefined where the engine or the SDK's mocks know none, and then nothing retries. */
export function onError(name: string, retry: pulumi.ErrorHookFunction): pulumi.ResourceHookBinding | undefined {
  if (!engineKnowsErrorHooks()) return undefined;
  // The engine calls from outside of the program, where the SDK knows neither its log nor whether this is a preview.
  const inProgram = AsyncResource.bind((args: pulumi.ErrorHookArgs) => retry(args));
  return { onError: [new pulumi.ErrorHook(name, (args) => inProgram(args))] };
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
 * Registering a hook with an engine that knows none fails the program. The SDK asks the engine before the program runs and
 * keeps the answer in its store; the mocks claim that they know hooks, and registering one there would hang.
 */
function engineKnowsErrorHooks(): boolean {
  const monitor = pulumi.runtime.getMonitor();
  const local: unknown = Reflect.get(globalThis, "asyncLocalStorage");
  const store: unknown = local instanceof AsyncLocalStorage ? local.getStore() : undefined;
  const known = member(store ?? Reflect.get(globalThis, "globalStore"), "supportsErrorHooks");
  return monitor !== undefined && "registerErrorHook" in monitor && known === true;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
