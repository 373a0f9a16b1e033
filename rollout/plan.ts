import { describeFaults, type Fault } from "../arm/fault";

/** One step of a plan: how much of the live traffic the candidate gets. */
export interface Stage {
  /** Unique in the plan. It is what stack configuration names, so it stays the same as long as the stage means the same. */
  readonly name: string;
  /** Percent of the live traffic that goes to the candidate: a whole number from 0 to 100. */
  readonly weight: number;
}

/**
 * The way from one deployment to another as plain data: stages in order, from 0 to 100 percent. It survives JSON
 * unchanged and holds its members in one order, so equal plans have equal JSON and so equal hashes.
 */
export interface Plan {
  readonly stages: readonly Stage[];
}

/** A plan that can't be followed. `faults` says all that is wrong with it. */
export class PlanError extends Error {
  override readonly name = "PlanError";
  constructor(
    subject: string,
    readonly faults: readonly Fault[],
  ) {
    super(describeFaults(subject, faults));
  }
}

/**
 * A plan written out stage by stage.
 *
 * ```ts
 * plan([
 *   { name: "dark", weight: 0 },
 *   { name: "employees", weight: 5 },
 *   { name: "everyone", weight: 100 },
 * ]);
 * ```
 * @throws PlanError with every rule that the stages break.
 */
export function plan(stages: readonly Stage[]): Plan {
  return checked("plan", stages, planFaults({ stages }));
}

/** The names of a plan's stages, in order. */
export function stageNames({ stages }: Plan): string[] {
  return stages.map(({ name }) => name);
}

/** Every rule that a plan breaks: names unique, whole weights that rise from 0 to 100. */
export function planFaults({ stages }: Plan): Fault[] {
  return [...nameFaults(stages), ...weightFaults(stages), ...endFaults(stages)];
}

/** The plan of these stages, freed of anything that is no part of one; throws where there are faults. */
export function checked(subject: string, stages: readonly Stage[], faults: readonly Fault[]): Plan {
  if (faults.length > 0) throw new PlanError(subject, faults);
  return { stages: stages.map(({ name, weight }) => ({ name, weight })) };
}

/** Names go into stack configuration and URLs, so they are as plain as a deployment's. */
function nameFaults(stages: readonly Stage[]): Fault[] {
  return stages.flatMap(({ name }, index): Fault[] => {
    const field = `stages[${index}].name`;
    if (!/^[a-z]([a-z0-9-]{0,62}[a-z0-9])?$/.test(name)) {
      const rule = "a stage's name has 1 to 64 lower-case letters, digits and dashes, and begins with a letter";
      return [{ field, value: name, rule }];
    }
    const first = stages.findIndex((other) => other.name === name);
    return first < index ? [{ field, value: name, rule: `stages[${first}] has this name too` }] : [];
  });
}

function weightFaults(stages: readonly Stage[]): Fault[] {
  return stages.flatMap(({ weight }, index): Fault[] => {
    const field = `stages[${index}].weight`;
    if (!Number.isInteger(weight) || weight < 0 || weight > 100) {
      return [{ field, value: weight, rule: "a weight is a whole number of percent from 0 to 100" }];
    }
    const before = stages[index - 1]?.weight;
    return before !== undefined && weight <= before
      ? [{ field, value: weight, rule: `weights rise, and the stage before has ${before}` }]
      : [];
  });
}

/** The candidate comes up without traffic and ends with all of it. */
function endFaults(stages: readonly Stage[]): Fault[] {
  const first = stages[0];
  const last = stages.at(-1);
  if (!first || !last) return [{ field: "stages", value: [], rule: "a plan has a first stage at 0 and a last at 100" }];
  return [
    ...(first.weight === 0 ? [] : [{ field: "stages[0].weight", value: first.weight, rule: "a plan begins at 0" }]),
    ...(last.weight === 100
      ? []
      : [{ field: `stages[${stages.length - 1}].weight`, value: last.weight, rule: "a plan ends at 100" }]),
  ];
}
