import { z } from "zod";
import type { Pulumi } from "../engine/pulumi";
import type { Found } from "./look-up";

const history = z.array(
  z.looseObject({ result: z.string(), startTime: z.string().optional(), endTime: z.string().optional() }),
);

/** When an update of the stack ran that failed, in milliseconds since 1970. */
export interface FailedUpdate {
  from: number;
  to: number;
}

/** The updates among the last twenty that failed. */
export async function failedUpdates(pulumi: Pulumi): Promise<FailedUpdate[]> {
  const printed = await pulumi.onStack(["stack", "history", "--json", "--page-size", "20"]);
  return history.parse(JSON.parse(printed)).flatMap(({ result, startTime, endTime }) => {
    if (result === "succeeded" || startTime === undefined || endTime === undefined) return [];
    return [{ from: Date.parse(startTime), to: Date.parse(endTime) }];
  });
}

const creation = z.looseObject({
  systemData: z.looseObject({ createdAt: z.string(), createdBy: z.string().optional() }),
});

/** When the service made a resource, and for whom; undefined where it does not say. */
export function madeBy({ answer }: Found): { at: string; by: string | undefined } | undefined {
  const { data } = creation.safeParse(answer);
  return data && { at: data.systemData.createdAt, by: data.systemData.createdBy };
}

/** Milliseconds by which the clocks of this machine and of the service may differ. */
const SKEW = 60_000;

/** True where the service made the resource while an update of the stack ran that failed. */
export function madeInOneOf(updates: readonly FailedUpdate[], found: Found): boolean {
  const made = Date.parse(madeBy(found)?.at ?? "");
  return updates.some(({ from, to }) => made >= from - SKEW && made <= to + SKEW);
}
