import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../../kills/random";
import type { Ended } from "../commands";
import { isRunning, kill, processesBelow, type Role } from "../processes";
import type { RolloutStack } from "./stack";

/** When in a run something happens. */
export interface Moment {
  /** So many operations of the service, or of deployments alone, have begun. None: so long after the start. */
  after?: { operations: "all" | "deployments"; count: number };
  /** Milliseconds after that. */
  delay: number;
}

/** Who of a run is killed, and when. */
export interface RunKill extends Moment {
  victim: Role | "runner and engine" | "all";
}

/** What came of it. */
export interface KilledRun {
  /** Who was killed; undefined where the run was over before. */
  victim: RunKill["victim"] | undefined;
  ended: Ended;
  /** What still ran when the run had ended. */
  orphans: number[];
}

/** Who belongs to a victim, beside itself. */
const victims: Partial<Record<RunKill["victim"], Role[]>> = { "runner and engine": ["runner", "engine"] };

/**
 * Half of the times the runner alone, else its engine or what that has called; mostly in the middle of an operation or
 * right after one, at times by the clock.
 */
export function randomRunKill(random: Random): RunKill {
  const victim = random.of<RunKill["victim"]>([
    ...(["runner", "runner", "runner", "runner", "runner and engine", "all"] as const),
    ...(["engine", "engine"] as const),
    ...(["azure-native", "dynamic provider", "program"] as const),
  ]);
  // An engine works while deployments are made and deleted; while weights move there is only the runner.
  const operations = victim === "runner" && random.below(5) > 0 ? "all" : "deployments";
  return { victim, ...randomMoment(random, operations) };
}

/** A moment around one of the first operations, at times by the clock. */
export function randomMoment(random: Random, operations: "all" | "deployments" = "all"): Moment {
  if (random.below(3) === 0) return { delay: random.below(8_000) };
  return { after: { operations, count: operations === "all" ? 1 + random.below(3) : 1 }, delay: random.below(700) };
}

/** Settles at that moment of the run that is about to begin. */
export async function reached({ azure }: RolloutStack, { after, delay }: Moment): Promise<void> {
  if (after) await azure.operations[after.operations].more(after.count);
  await sleep(delay);
}

/** Runs a rollout, and kills as told. The lease of a runner that died is over then. */
export async function killedRun(stack: RolloutStack, { victim, ...moment }: RunKill): Promise<KilledRun> {
  const { azure, endpoint } = stack;
  const isTime = reached(stack, moment);
  const running = stack.start("run");
  let isOver = false;
  const ended = running.ended.finally(() => (isOver = true));
  await Promise.race([ended, isTime]);
  const runner = running.child.pid ?? 0;
  const processes = isOver ? [] : processesBelow(runner, "runner");
  const wanted = victims[victim] ?? [victim];
  const chosen = processes.filter(({ role }) => victim === "all" || wanted.includes(role));
  // A role that this moment does not have: the runner is always there.
  const killed = chosen.length > 0 ? chosen : processes.filter(({ role }) => role === "runner");
  for (const { pid } of killed) kill(pid);
  const end = await ended;
  if (killed.some(({ pid }) => pid === runner)) await azure.endLease(endpoint);
  const orphans = processes.map(({ pid }) => pid).filter(isRunning);
  return { victim: killed.length === 0 ? undefined : chosen.length > 0 ? victim : "runner", ended: end, orphans };
}
