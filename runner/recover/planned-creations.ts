import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { knownJson } from "../engine/known-json";
import { Pulumi } from "../engine/pulumi";
import type { StateResource } from "../engine/stack-state";

/*
 * What `pulumi preview --save-plan` writes: for each resource what the program wants, secrets encrypted as in the state.
 * Inputs are there as their difference from those in the state.
 */
const values = z.record(z.string(), z.unknown());
const planned = z.looseObject({
  goal: z
    .looseObject({
      type: z.string(),
      custom: z.boolean().optional(),
      inputDiff: z
        .object({ adds: values.nullish(), updates: values.nullish(), deletes: z.array(z.string()).nullish() })
        .nullish(),
      parent: z.string().optional(),
      provider: z.string().optional(),
      protect: z.boolean().optional(),
      dependencies: z.array(z.string()).nullish(),
      propertyDependencies: z.record(z.string(), z.array(z.string()).nullable()).nullish(),
      customTimeouts: z.unknown().optional(),
    })
    .nullish(),
  steps: z.array(z.string()).nullish(),
});
const updatePlan = z.object({ resourcePlans: z.record(z.string(), planned) });

type Goal = NonNullable<z.infer<typeof planned>["goal"]>;

/** What stands in a plan for a value that is not known yet (Pulumi SDK, `UnknownStringValue`). */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The azure-native resources that the next update would make, as the state would have them. Runs the program's preview. */
export async function plannedCreations(pulumi: Pulumi, inState: readonly StateResource[]): Promise<StateResource[]> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-azureml-plan-"));
  try {
    const file = join(folder, "plan.json");
    // The program's guards stand aside then: they refuse to make what exists, and that is what is looked for.
    const asking = new Pulumi({ ...pulumi.options, env: { ...pulumi.env, PULUMI_AZUREML_RECOVERING: "true" } });
    await asking.onStack(["preview", "--save-plan", file]);
    const { resourcePlans } = knownJson("pulumi preview --save-plan", await readFile(file, "utf8"), updatePlan);
    return Object.entries(resourcePlans).flatMap(([urn, { goal, steps }]) => {
      const made = goal?.custom && steps?.some((step) => step === "create" || step === "create-replacement");
      if (!goal || !made || !goal.type.startsWith("azure-native:")) return [];
      const old = inState.find((one) => one.urn === urn && one.delete !== true);
      const resource = asInState(urn, goal, old);
      return JSON.stringify(resource).includes(UNKNOWN) ? [] : [resource];
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function asInState(urn: string, goal: Goal, old: StateResource | undefined): StateResource {
  const { type, inputDiff, parent, provider, dependencies, propertyDependencies, customTimeouts } = goal;
  const gone = new Set(inputDiff?.deletes ?? []);
  const kept = Object.entries(old?.inputs ?? {}).filter(([name]) => !gone.has(name));
  return {
    urn,
    custom: true,
    type,
    inputs: { ...Object.fromEntries(kept), ...inputDiff?.adds, ...inputDiff?.updates },
    parent,
    provider,
    ...(goal.protect ? { protect: true } : {}),
    dependencies: dependencies ?? [],
    propertyDependencies: propertyDependencies ?? {},
    customTimeouts,
  };
}
