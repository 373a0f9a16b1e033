import { nativeOutputs } from "../../arm/native-resource";
import { resourcesOf, type StackState, type StateResource } from "../engine/stack-state";
import { withoutFormerHosts } from "./half-renamed";
import { secretsLike } from "./secrets-like";
import type { RecoveryStep } from "./recovery-step";

/**
 * The state with what the service has of interrupted creations, each as the engine would have written it: name, parent,
 * provider, dependencies and inputs are those of the operation, so the next update sees no difference. What an
 * interrupted replacement replaces waits for its end, as it would have, unless it was deleted before. No operation is
 * pending any more.
 */
export function withImported(state: StackState, steps: readonly RecoveryStep[]): StackState {
  const imported = new Map(
    steps.flatMap((step) =>
      step.remedy === "import" ? [[step.operation.resource.urn, importedResource(step)] as const] : [],
    ),
  );
  const kept = resourcesOf(state).map((resource) => {
    const made = imported.get(resource.urn);
    if (!made) return resource;
    if (resource.pendingReplacement !== true) return { ...resource, delete: true };
    // It is gone already and only keeps the place, before those that depend on it.
    imported.delete(resource.urn);
    return made;
  });
  const resources = withoutFormerHosts([...kept, ...imported.values()]);
  return { ...state, deployment: { ...state.deployment, resources, pending_operations: [] } };
}

/** The resources of a state, and those that steps are to take into it. */
export function withTaken(inState: readonly StateResource[], steps: readonly RecoveryStep[]): StateResource[] {
  const taken = steps.filter(({ remedy }) => remedy === "import");
  return [...inState, ...taken.map(({ operation, found }) => ({ ...operation.resource, id: found?.id }))];
}

function importedResource({ operation, found }: RecoveryStep): StateResource {
  const { resource } = operation;
  const now = new Date().toISOString();
  const outputs = nativeOutputs(resource.type, found?.answer ?? {});
  return {
    ...resource,
    id: found?.id,
    outputs: secretsLike(outputs, resource.inputs ?? {}),
    created: now,
    modified: now,
  };
}

/**
 * The state with the inputs of imported resources as the program gave them. A refresh mixes the service's defaults into
 * inputs, and the next update would undo them. Undefined where nothing differs.
 */
export function withOwnInputs(state: StackState, steps: readonly RecoveryStep[]): StackState | undefined {
  const own = new Map(
    steps.flatMap(({ remedy, operation, found }) =>
      remedy === "import" ? [[keyOf(operation.resource.urn, found?.id), operation.resource.inputs ?? {}] as const] : [],
    ),
  );
  let differs = false;
  const resources = resourcesOf(state).map((resource) => {
    const inputs = own.get(keyOf(resource.urn, resource.id));
    if (inputs === undefined || JSON.stringify(inputs) === JSON.stringify(resource.inputs)) return resource;
    differs = true;
    return { ...resource, inputs };
  });
  return differs ? { ...state, deployment: { ...state.deployment, resources } } : undefined;
}

function keyOf(urn: string, id: string | undefined): string {
  return `${urn} ${id?.toLowerCase()}`;
}
