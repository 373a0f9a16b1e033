import { z } from "zod";
import { knownJson } from "../engine/known-json";
import type { Pulumi } from "../engine/pulumi";

const history = z.array(
  z.looseObject({
    kind: z.string().optional(),
    result: z.string(),
    startTime: z.string().optional(),
    endTime: z.string().optional(),
    /** Resources that it was done with, by what became of them: `create`, `same`, `delete`, … */
    resourceChanges: z.record(z.string(), z.number()).nullish(),
  }),
);

/** An update of the stack that failed. Times are milliseconds since 1970. */
export interface FailedUpdate {
  from: number;
  to: number;
  /** How many resources it was done with, those that it left as they are among them; undefined where that is not told. */
  through: number | undefined;
}

/** The updates among the last twenty entries of the history that failed. */
export async function failedUpdates(pulumi: Pulumi): Promise<FailedUpdate[]> {
  const printed = await pulumi.onStack(["stack", "history", "--json", "--page-size", "20"]);
  return knownJson("pulumi stack history", printed, history).flatMap((entry) => {
    const { kind = "update", result, startTime, endTime, resourceChanges } = entry;
    // A refresh or a destroy makes nothing.
    if (kind !== "update" || result === "succeeded" || startTime === undefined || endTime === undefined) return [];
    const through = resourceChanges ? doneWith(resourceChanges) : undefined;
    return [{ from: Date.parse(startTime), to: Date.parse(endTime), through }];
  });
}

function doneWith(changes: Readonly<Record<string, number>>): number {
  const left = Object.entries(changes).filter(([change]) => !/delete|discard/.test(change));
  return left.reduce((sum, [, count]) => sum + count, 0);
}
