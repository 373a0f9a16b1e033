import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../../kills/random";
import type { Ended } from "../commands";
import { gone, isRunning, kill, processesBelow, type Role } from "../processes";
import type { RolloutStack } from "./stack";

/** Who of a run is killed, and when. */
export interface RunKill {
  victim: Role | "runner and engine" | "all";
  /** So many operations of the service, or of deployments alone, have begun. None: so long after the start. */
  after?: { operations: "all" | "deployments"; count: number };
  /** Milliseconds after that. */
  delay: number;
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
    ...(["engine", "engine", "azure-native", "dynamic provider", "program"] as const),
  ]);
  if (random.below(4) === 0) return { victim, delay: random.below(12_000) };
  // An engine works while deployments are made and deleted; while weights move there is only the runner.
  const operations = victim === "runner" && random.below(3) > 0 ? "all" : "deployments";
  return {
    victim,
    after: { operations, count: operations === "all" ? 1 + random.below(4) : 1 },
    delay: random.below(700),
  };
}

/** Runs a rollout, and kills as told. The lease of a runner that died is over then. */
export async function killedRun(stack: RolloutStack, { victim, after, delay }: RunKill): Promise<KilledRun> {
  const { azure, endpoint } = stack;
  const begun = after ? azure.operations[after.operations].more(after.count) : Promise.resolve();
  const running = stack.start("run");
  let isOver = false;
  const ended = running.ended.finally(() => (isOver = true));
  await Promise.race([ended, begun.then(() => sleep(delay))]);
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

/** A run that nobody kills. */
export interface WholeRun {
  ended: Ended;
  /** How often somebody else was at it still. */
  waited: number;
}

/** Runs a rollout to its end. Where another process is at it the run has to say so, and only then. */
export async function wholeRun(stack: RolloutStack, orphans: readonly number[]): Promise<WholeRun> {
  for (let waited = 0; ; waited++) {
    const left = orphans.filter(isRunning);
    const ended = await stack.rollout("run");
    if (ended.code !== 50) return { ended, waited };
    if (left.length === 0) throw new Error(`nobody else is at it, and the run says so:\n${ended.output}`);
    await gone(orphans);
  }
}
