import { settingsTimeoutFaults } from "../arm/endpoint-settings-faults";
import type { Fault } from "../arm/fault";
import { servingNameFaults } from "../arm/names";
import { type Plan, stageNames } from "../rollout/plan";
import { planFaults } from "../rollout/plan-faults";
import { isPlan, planShapeFaults } from "../rollout/plan-shape";
import { saidInstances } from "../rollout/said-instances";
import { sideFaults } from "../rollout/traffic";
import { now } from "./check";
import { specFaults } from "./deployment-faults";
import { importedFrom } from "./endpoint-faults";
import type { BlueGreenRolloutArgs, RolloutDeployment } from "./rollout-args";
import { scalingOf } from "./scaling";

/** What may be missing where a program is not type-checked, or reads its arguments from JSON. */
type Given = Omit<BlueGreenRolloutArgs, "live" | "plan"> & { live?: RolloutDeployment; plan: unknown };

/** Every rule that a rollout breaks, as far as its values are known. */
export function rolloutFaults({ endpoint, live, candidate, plan, stage, settingsTimeoutSeconds }: Given): Fault[] {
  const endpointName = now(endpoint.endpointName);
  const planned = givenPlanFaults(plan);
  const missing = {
    field: "live",
    rule: "a rollout has a live deployment",
    fix: "give its name, what runs and its size",
  };
  return [
    ...endpoint.declares.map((member) => ({
      field: `endpoint.${member}`,
      rule: "the rollout says this of its endpoint",
      fix: `leave ${member} out of the arguments of ${endpoint.logicalName}`,
    })),
    ...(live ? deploymentFaults("live", live, endpointName) : [missing]),
    ...(candidate ? deploymentFaults("candidate", candidate, endpointName) : []),
    ...(live && candidate ? sameNameFaults(live, candidate) : []),
    ...planned,
    ...(isAutoscaled(candidate) && planned.length === 0 && isPlan(plan) ? scaleFaults(plan) : []),
    ...(stage !== undefined && planned.length === 0 && isPlan(plan) ? stageFaults(plan, stage, candidate) : []),
    ...settingsTimeoutFaults("settingsTimeoutSeconds", settingsTimeoutSeconds),
  ];
}

function isAutoscaled(candidate: RolloutDeployment | undefined): boolean {
  return candidate !== undefined && scalingOf(candidate) !== "declared";
}

function deploymentFaults(field: string, { name, ...spec }: RolloutDeployment, endpointName?: string): Fault[] {
  return [
    ...servingNameFaults(`${field}.name`, name),
    ...specFaults(field, name, spec),
    ...importedFrom(`${field}.import`, spec.import, endpointName),
  ];
}

function sameNameFaults(live: RolloutDeployment, candidate: RolloutDeployment): Fault[] {
  const faults = sideFaults({ live: live.name, candidate: candidate.name });
  return faults.map((fault) => ({ ...fault, field: "candidate.name", fix: "give it another name" }));
}

function givenPlanFaults(plan: unknown): Fault[] {
  if (!isPlan(plan)) return planShapeFaults("plan", plan);
  return planFaults(plan).map((fault) => ({ ...fault, field: `plan.${fault.field}` }));
}

/** Whose number of instances autoscale has, nobody else writes it. */
function scaleFaults({ stages }: Plan): Fault[] {
  const rule = "the candidate is autoscaled, and nobody else gives it instances";
  const fix = "leave `instances` out";
  return saidInstances(stages).map(({ index, instances: value }) => ({
    ...{ field: `plan.stages[${index}].instances`, value, rule, fix },
  }));
}

/** Without a candidate there is nothing to shift, so only the first stage, which shifts nothing, makes sense. */
function stageFaults(plan: Plan, stage: string, candidate: RolloutDeployment | undefined): Fault[] {
  const names = stageNames(plan);
  const [first] = names;
  const field = "stage";
  if (!names.includes(stage)) {
    return [{ field, value: stage, rule: "the plan has no such stage", fix: `there are ${names.join(", ")}` }];
  }
  return candidate || stage === first
    ? []
    : [
        {
          ...{ field, value: stage, rule: "there is no candidate, so the live deployment has all traffic" },
          fix: `give a candidate, or set the stage to ${first}`,
        },
      ];
}
