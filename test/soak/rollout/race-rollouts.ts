import assert from "node:assert/strict";
import { Random } from "../../kills/random";
import { peopleRace } from "./people-race";
import { endedWell, type Ending, type Story, toTheEnd } from "./rollout-end";
import { longPath, type Path, Releases } from "./rollout-story";
import { overtaken, twoAtOnce } from "./runner-races";
import { RolloutStack } from "./stack";
import { unseen } from "./unseen-race";

/** What races with a runner. */
export const kinds = ["two at once", "overtaken", "people", "unseen"] as const;

export type Kind = (typeof kinds)[number];

export interface RaceOptions {
  /** The races, in their order. */
  races: readonly Kind[];
  seed: number;
  /** Default: a plan with every kind of stage. */
  path?: Path;
  onRace?: (report: RaceReport) => void;
}

/** What happened in one race, and in its rollout. */
export interface RaceReport extends Story {
  race: number;
  kind: Kind;
  ending?: Ending;
  seconds: number;
}

/** Lets runners and people do the same at the same time, a rollout for each race, and throws where the end is not right. */
export async function raceRollouts({ races, seed, path = longPath, onRace }: RaceOptions): Promise<void> {
  const random = new Random(seed);
  const stack = await RolloutStack.create();
  try {
    const releases = new Releases(path);
    await stack.release(releases.first);
    await stack.up();
    for (const [index, kind] of races.entries()) {
      const report: RaceReport = { race: index + 1, kind, told: [], waited: 0, seconds: 0 };
      try {
        await oneRace(stack, { releases, random, report });
      } catch (cause) {
        throw new Error(`seed ${seed}, race ${index + 1} (${kind}): ${report.told.join("; ")}`, { cause });
      }
      onRace?.(report);
    }
  } finally {
    await stack.remove();
  }
}

interface Racing {
  releases: Releases;
  random: Random;
  report: RaceReport;
}

async function oneRace(stack: RolloutStack, { releases, random, report }: Racing): Promise<void> {
  const began = performance.now();
  const since = (await stack.azure.requests()).length;
  const next = releases.next();
  await stack.release(next.release);
  const run = { "two at once": twoAtOnce, overtaken, "people": peopleRace, unseen }[report.kind];
  const { isAborted, isThrough } = await run(stack, random, report.told);
  const ending = (report.ending = isThrough ? "succeeded" : await toTheEnd(stack, [], report));
  assert.equal(ending, isAborted ? "rolled back" : "succeeded");
  await endedWell(stack, next, { since, ending });
  if (ending === "succeeded") releases.follow(next.candidate);
  report.seconds = (performance.now() - began) / 1000;
}
