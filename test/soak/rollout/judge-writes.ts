import { isDeepStrictEqual } from "node:util";
import type { EndpointWrite } from "./endpoint-writes";

/** One stage of a plan as it has to show, written out by hand: a judge that asks the product would share its mistakes. */
export interface Share {
  kind: "provision" | "smoke" | "mirror" | "shift" | "bake" | "retire";
  /** Percent of the live traffic to the candidate. */
  candidate: number;
  /** Percent that is copied to it. */
  mirror?: number;
}

/** What is wrong with the writes of an endpoint, all rollouts of the same plan one after the other. */
export function writeFaults(writes: readonly EndpointWrite[], plan: readonly Share[]): string[] {
  return writes.flatMap((write, index) => {
    const before = writes[index - 1];
    const told = `write ${write.sequence} of ${write.id} (${write.status} at stage ${write.stage})`;
    return [...orderFaults(write, before), ...weightFaults(write, plan)].map((fault) => `${told}: ${fault}`);
  });
}

function orderFaults(write: EndpointWrite, before: EndpointWrite | undefined): string[] {
  const faults: string[] = [];
  if (write.sequence !== (before?.sequence ?? 0) + 1) faults.push(`the one before is ${before?.sequence}`);
  const isNew = write.id !== before?.id;
  const isOver = before !== undefined && ["succeeded", "rolledBack"].includes(before.status);
  if (isNew && before && !isOver) faults.push(`it begins in the middle of ${before.id}`);
  if (isNew && (write.stage !== 0 || write.status !== "running")) faults.push("it does not begin at its first stage");
  if (isNew || before === undefined) return faults;
  if (isOver) faults.push("its rollout was over");
  const steps = write.stage - before.stage;
  if (steps !== 0 && steps !== 1) faults.push(`it comes from stage ${before.stage}`);
  if (steps === 1 && write.status !== "running") faults.push("it enters a stage and does not run");
  const samePlace = steps === 0 && write.status === before.status;
  if (samePlace) faults.push("it says again what was written");
  return faults;
}

function weightFaults({ status, stage, live, candidate, ...write }: EndpointWrite, plan: readonly Share[]): string[] {
  const share: Omit<Share, "kind"> | undefined = status === "rolledBack" ? { candidate: 0 } : plan[stage];
  if (!share) return ["the plan has no such stage"];
  const traffic = positive({ [live]: 100 - share.candidate, [candidate]: share.candidate });
  const mirror = positive({ [candidate]: share.mirror ?? 0 });
  const is = { traffic: positive(write.traffic), mirror: positive(write.mirror) };
  return isDeepStrictEqual(is, { traffic, mirror })
    ? []
    : [`weights ${JSON.stringify(is)}, wanted ${JSON.stringify({ traffic, mirror })}`];
}

function positive(weights: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(weights).filter(([, weight]) => weight !== 0));
}
