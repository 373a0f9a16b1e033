import assert from "node:assert/strict";
import { Random } from "../../kills/random";
import { gone } from "../processes";
import { killedRun, type Moment, randomRunKill, reached } from "./killed-run";
import { endedWell, type Ending, type Story, toTheEnd } from "./rollout-end";
import { type Fate, longPath, type Path, randomFate, Releases } from "./rollout-story";
import { RolloutStack } from "./stack";

export interface KillOptions {
  /** Kills in all; it ends with the rollout in which they are reached. */
  kills: number;
  seed: number;
  /** Kills in one rollout, at most. Default 9. */
  atMost?: number;
  /** Default: a plan with every kind of stage. */
  path?: Path;
  onRollout?: (report: KillReport) => void;
}

/** What happened in one rollout. */
export interface KillReport extends Story {
  rollout: number;
  fate: Fate;
  ending?: Ending;
  kills: number;
  seconds: number;
}

/**
 * Lets one release follow the other on the real engine, kills runners and what they called at random, runs again, and throws
 * where weights, deployments, state, writes or journal are not as they have to be.
 */
export async function killRollouts({
  kills,
  seed,
  atMost = 9,
  path = longPath,
  onRollout,
}: KillOptions): Promise<void> {
  const random = new Random(seed);
  const stack = await RolloutStack.create({ deployment: 600 });
  try {
    const releases = new Releases(path);
    await stack.release(releases.first);
    await stack.up();
    for (let rollout = 1, killed = 0; killed < kills; rollout++) {
      const most = Math.min(kills - killed, 1 + random.below(atMost));
      const report: KillReport = { rollout, fate: randomFate(random), told: [], waited: 0, kills: 0, seconds: 0 };
      try {
        await oneRollout(stack, { releases, random, most, report });
      } catch (cause) {
        throw new Error(`seed ${seed}, rollout ${rollout} (${report.fate}): ${report.told.join("; ")}`, { cause });
      }
      killed += report.kills;
      onRollout?.(report);
    }
  } finally {
    await stack.remove();
  }
}

interface Telling {
  releases: Releases;
  random: Random;
  /** Kills at most. */
  most: number;
  report: KillReport;
}

async function oneRollout(stack: RolloutStack, { releases, random, most, report }: Telling): Promise<void> {
  const began = performance.now();
  const since = (await stack.azure.requests()).length;
  const next = releases.next(report.fate);
  await stack.release(next.release);
  let isAborted: Promise<boolean> = Promise.resolve(false);
  const abortAt = report.fate === "aborted" ? random.below(most) : undefined;
  let tell = (): void => undefined;
  const isOver = new Promise<void>((over) => (tell = over));
  let orphans: number[] = [];
  for (let tries = 0; report.kills < most && tries < 2 * most; tries++) {
    if (tries === abortAt) {
      const after = { operations: "all", count: 1 + random.below(4) } as const;
      isAborted = abort(stack, { after, delay: random.below(1500) }, { isOver, told: report.told });
      isAborted.catch(() => undefined); // awaited below
    }
    const { victim, ended, orphans: left } = await killedRun(stack, randomRunKill(random));
    report.told.push(`${victim ?? "nobody"} killed: ${ended.code}`);
    if (victim) report.kills += 1;
    else if (ended.code === 50) assert.ok(orphans.length > 0, `nobody else is at it: ${ended.output}`);
    else assert.ok([0, 30].includes(ended.code ?? -1), ended.output);
    if (!victim && ended.code !== 50) break;
    // Half of the times the next one does not wait for what this one has left.
    if (random.below(2) === 0) await gone(left);
    orphans = [...orphans, ...left];
  }
  tell();
  const isBack = (await isAborted) || report.fate === "fails a golden request";
  const ending = (report.ending = await toTheEnd(stack, orphans, report));
  assert.equal(ending, isBack ? "rolled back" : "succeeded");
  await gone(orphans);
  await endedWell(stack, next, { since, ending });
  if (ending === "succeeded") releases.follow(next.candidate);
  report.seconds = (performance.now() - began) / 1000;
}

/** Aborts at some moment, at the latest once nobody is killed any more; true where that took effect. */
async function abort(
  stack: RolloutStack,
  moment: Moment,
  { isOver, told }: { isOver: Promise<void>; told: string[] },
): Promise<boolean> {
  await Promise.race([reached(stack, moment), isOver]);
  const { code, output } = await stack.rollout("abort");
  told.push(`abort after operation ${moment.after?.count} + ${moment.delay} ms: ${code}`);
  if (code === 0) return true;
  const why = /there is no rollout to abort|the rollout is over|it is rolled back already|it needs a candidate/;
  assert.match(output, why, "why it was refused");
  return false;
}
