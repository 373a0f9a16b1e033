import type { ScaleStage, Stage } from "./stages";

/** A stage that says how many instances the candidate gets. */
export interface SaidInstances {
  /** The stage's index in the plan. */
  readonly index: number;
  readonly kind: "provision" | "scale";
  readonly instances: ScaleStage["instances"];
}

/** All stages that say how many instances the candidate gets, in order. */
export function saidInstances(stages: readonly Stage[]): SaidInstances[] {
  return stages.flatMap((stage, index): SaidInstances[] =>
    (stage.kind === "provision" || stage.kind === "scale") && stage.instances !== undefined
      ? [{ index, kind: stage.kind, instances: stage.instances }]
      : [],
  );
}
