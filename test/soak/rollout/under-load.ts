import assert from "node:assert/strict";
import type { Report } from "../../load/stretch";
import { absolute } from "../../../rollout";
import { type Judged, judged, sampleFaults } from "./judge-load";
import { RolloutLoad } from "./load";
import { golden, type Release, type Side } from "./release";
import { RolloutStack } from "./stack";

/** A rollout under load. */
interface Passage {
  name: string;
  release: Release;
  /** Exit code of its `run`. */
  code: number;
  /** What the runner says when somebody aborts the rollout and then ends the runner, which would notice within a minute. */
  abortAt?: string;
}

const blue: Side = { name: "blue", RELEASE: "1" };
const green: Side = { name: "green", RELEASE: "2" };
const again = (RELEASE: string): Side => ({ name: "blue", RELEASE });

const through: Passage = {
  ...{ name: "mirror, 20, 50, 100 %, bake, retire", code: 0 },
  release: {
    live: blue,
    candidate: green,
    weights: [20, 50],
    plan: { smoke: golden, mirror: 10, atLeast: "1s", bake: "1s" },
  },
};

const aborted: Passage = {
  ...{ name: "aborted at 50 %", code: 143, abortAt: "somebody has to agree" },
  release: { live: green, candidate: again("3"), weights: [50], plan: { approval: {} } },
};

const broken: Passage = {
  ...{ name: "a candidate that fails", code: 30 },
  release: {
    ...{ live: green, candidate: { ...again("4"), FAILS: "all but golden" }, weights: [20] },
    plan: { smoke: golden, gates: [absolute({ windowMinutes: 1 })], atLeast: "1s" },
  },
};

/** Through, and back because somebody says so. */
export const fewPassages: readonly Passage[] = [through, aborted];

/** And back because the candidate is broken, for which a gate needs a whole minute. */
export const allPassages: readonly Passage[] = [through, aborted, broken];

/** What was seen. */
export interface LoadReport extends Judged {
  reports: Report[];
  samples: number;
}

/** Takes releases through their plans while clients send requests all the time, and judges every answer and reading. */
export async function rolloutsUnderLoad(
  passages: readonly Passage[],
  rate: number,
  onReport: (report: Report) => void = () => undefined,
): Promise<LoadReport> {
  const stack = await RolloutStack.create();
  try {
    await stack.release({ live: blue });
    await stack.up();
    const load = await RolloutLoad.start(stack, rate);
    const reports: Report[] = [];
    const keep = (report: Report): void => {
      if (report.name === "") return; // before the first one
      reports.push(report);
      onReport(report);
    };
    try {
      for (const passage of passages) {
        keep(await load.turn(passage.name));
        await pass(stack, passage);
      }
      keep(await load.turn("afterwards"));
    } finally {
      await load.stop();
    }
    const writes = await stack.writes();
    const failing = new Set(
      passages.flatMap(({ release: { candidate } }) => (candidate?.FAILS ? [candidate.name] : [])),
    );
    const result = judged(load.answers, writes, { first: blue.name, failing });
    const faults = [...result.faults, ...sampleFaults(load.samples, writes, blue.name)];
    return { ...result, faults, reports, samples: load.samples.length };
  } finally {
    await stack.remove();
  }
}

async function pass(stack: RolloutStack, { release, code, abortAt }: Passage): Promise<void> {
  await stack.release(release);
  const running = stack.start("run");
  if (abortAt) {
    await running.says(abortAt);
    const { code: aborted, output } = await stack.rollout("abort");
    assert.equal(aborted, 0, output);
    running.child.kill("SIGTERM");
  }
  const ended = await running.ended;
  assert.equal(ended.code, code, ended.output);
  // What was rolled back goes with the next update.
  if (code !== 0) await stack.up();
  const { traffic, deployments } = await stack.live();
  const serving = code === 0 ? release.candidate?.name : release.live.name;
  assert.deepEqual({ traffic, deployments }, { traffic: { [serving ?? ""]: 100 }, deployments: [serving] });
}
