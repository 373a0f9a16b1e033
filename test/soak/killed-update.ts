import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../kills/random";
import type { Ended, Running } from "./commands";
import type { Operations } from "./operations";
import { gone, kill, processesBelow, type Role } from "./processes";

/** Who is killed, and when. */
export interface Kill {
  victim: Role | "all";
  /** So many operations of the service have begun; undefined: so many milliseconds after the start. */
  afterOperations?: number;
  /** Milliseconds after that. */
  delay: number;
}

/** What came of it. */
export interface Killed {
  kill: Kill;
  /** False where the update was over before the kill, or had no such process at that time. */
  hit: boolean;
  ended: Ended;
}

/**
 * Mostly the engine, at times another process or all; mostly in the middle of one of the operations that are expected, at
 * times by the clock.
 */
export function randomKill(random: Random, operations: number, operationTime: number): Kill {
  const victims: Kill["victim"][] = [
    "azure-native",
    "dynamic provider",
    "program",
    "all",
    "engine",
    "engine",
    "engine",
  ];
  const victim = random.of(victims);
  return random.below(6) === 0
    ? { victim, delay: random.below(8000) }
    : { victim, afterOperations: 1 + random.below(operations), delay: random.below(operationTime) };
}

/** Runs a command, kills as told, and waits until none of its processes is left. */
export async function killed(running: Running, plan: Kill, operations: Operations): Promise<Killed> {
  const engine = running.child.pid ?? 0;
  let over = false;
  const ended = running.ended.finally(() => (over = true));
  const moment = operations.more(plan.afterOperations ?? 0).then(() => sleep(plan.delay));
  await Promise.race([ended, moment]);
  const processes = over ? [] : processesBelow(engine);
  // A process that this moment of the update does not have is replaced by the engine.
  const victim = plan.victim === "all" || processes.some(({ role }) => role === plan.victim) ? plan.victim : "engine";
  const victims = processes.filter(({ role }) => victim === "all" || role === victim);
  for (const { pid } of victims) kill(pid);
  const end = await ended;
  await gone(processes.map(({ pid }) => pid));
  return { kill: { ...plan, victim }, hit: victims.length > 0, ended: end };
}

/**
 * True where the engine died, so that it left a lock and perhaps operations behind, and where azure-native did: the engine
 * then takes a creation for one that never was.
 */
export function needsRecovery({ kill: { victim }, hit }: Killed): boolean {
  return hit && ["engine", "all", "azure-native"].includes(victim);
}
