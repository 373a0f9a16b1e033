/** What a batch deployment runs. */
export type BatchDeploymentKind = "model" | "pipeline";

/**
 * Why a change of a batch deployment in place must not be sent: what jobs, their inputs and outputs are differs by kind, and
 * that the service turns one into the other is nowhere documented.
 */
export function batchChangeFaults(name: string, before: BatchDeploymentKind, after: BatchDeploymentKind): string[] {
  return before === after
    ? []
    : [
        `deployment ${name}: it is of type ${before} and would become one of type ${after}; declare a new deployment ` +
          "beside it and name that as `defaultDeployment`",
      ];
}
