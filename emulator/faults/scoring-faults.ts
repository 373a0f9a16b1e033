import type { CallFault } from "../serving/front-end/call-fault";
import type { CallFailure } from "../serving/front-end/deployment-call";
import type { ActiveFault } from "./active-fault";
import type { FaultOf } from "./fault";
import { fits } from "./matching";

type Status = NonNullable<FaultOf<"scoring">["status"]>;

const failures: Readonly<Record<Status, CallFailure>> = {
  408: "timeout",
  429: "too_many_pending",
  500: "platform_failure",
  503: "unavailable",
};

/** What goes wrong with a scoring request: the first failure or status among the faults that strike, and all their delays. */
export function scoringFault(
  faults: readonly ActiveFault[],
  place: { endpoint: string; deployment: string },
): CallFault | undefined {
  const struck = faults.flatMap(({ fault, trigger, cleared }) =>
    fault.kind === "scoring" && fits(fault, place) && trigger.pull() ? [{ ...fault, cleared }] : [],
  );
  if (struck.length === 0) return undefined;
  const status = struck.find((fault) => fault.status !== undefined)?.status;
  if (status !== undefined) return { failure: failures[status] };
  const milliseconds = struck.reduce((sum, fault) => sum + (fault.milliseconds ?? 0), 0);
  return {
    modelStatus: struck.find((fault) => fault.modelStatus !== undefined)?.modelStatus,
    milliseconds,
    cleared: AbortSignal.any(struck.map(({ cleared }) => cleared)),
  };
}
