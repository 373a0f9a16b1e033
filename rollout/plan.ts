import { describeFaults, type Fault } from "../arm/fault";
import { planFaults } from "./plan-faults";
import type { Plan } from "./stages";

export type {
  Approval,
  BakeStage,
  MirrorStage,
  Plan,
  ProvisionStage,
  RetireStage,
  ScaleStage,
  ShiftStage,
  SmokeStage,
  Stage,
} from "./stages";

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
 * plan({
 *   stages: [
 *     { kind: "provision", name: "dark", maxSeconds: 3600 },
 *     { kind: "shift", name: "employees", weight: 5, minSeconds: 600, maxSeconds: 14_400 },
 *     { kind: "shift", name: "everyone", weight: 100, minSeconds: 600, maxSeconds: 14_400 },
 *   ],
 *   gates: [],
 *   onInconclusive: "hold",
 * });
 * ```
 * @throws PlanError with every rule that the plan breaks.
 */
export function plan(given: Plan): Plan {
  return checked("plan", given);
}

/** The names of a plan's stages, in order. */
export function stageNames({ stages }: Plan): string[] {
  return stages.map(({ name }) => name);
}

/** The plan with its members in one order; throws where there are faults, of the plan or of what it was made from. */
export function checked(subject: string, given: Plan, faults: readonly Fault[] = []): Plan {
  const all = faults.length > 0 ? faults : planFaults(given);
  if (all.length > 0) throw new PlanError(subject, all);
  const { stages, gates, onInconclusive } = given;
  return inOrder({ stages, gates, onInconclusive });
}

/** The same data with the members of each object in the order of their names, and without those that say nothing. */
function inOrder<T>(value: T): T {
  const sorted: unknown = JSON.parse(
    JSON.stringify(value, (_name, member: unknown) =>
      typeof member === "object" && member !== null && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
        : member,
    ),
  );
  return sorted as T;
}
