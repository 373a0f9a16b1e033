import { strict as assert } from "node:assert";
import { Random } from "../../kills/random";
import { register } from "../emulator-arm/bodies";
import { LocalAzureMl } from "../emulator-arm/local-azure-ml";
import type { Pace } from "./endpoint-model";
import { type Deed, interleave, type Interleaving, modelScene, type Scene, valuesOf } from "./interleavings";
import { FastTime, RealEndpoint } from "./real-endpoint";

/** `AZUREML_WRITERS_RUNS=20000 AZUREML_WRITERS_SEED=7 npm test -- test/unit/provider/interleavings.test.ts` is the long proof. */
const runs = Number(process.env["AZUREML_WRITERS_RUNS"] ?? 400);
const firstSeed = Number(process.env["AZUREML_WRITERS_SEED"] ?? Date.now() % 1_000_000);

/** Each way takes less than half of the shortest operation: nobody can begin and end a write within somebody else's. */
const usual: Pace = { way: [1, 400], operation: [1900, 8000] };

const seen = { commits: 0, undone: 0, refused: 0 };

/** Holds an interleaving to the rules, and counts the commits that undid something for a while. */
function judge({ commits, deeds, end }: Interleaving): void {
  const lasting: Record<string, { by: string; value: string }> = {};
  for (const { by, at, before, after } of commits) {
    const deed = deeds.findLast((each) => each.by === by && each.began <= at);
    const [was, is] = [valuesOf(before), valuesOf(after)];
    const changed = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => was[name] !== is[name]);
    seen.commits += 1;
    if (changed.some((name) => is[name] !== deed?.values[name])) seen.undone += 1;
    for (const [name, value] of Object.entries(deed?.values ?? {})) {
      if (is[name] !== value) continue;
      if (deed?.failure === undefined) lasting[name] = { by, value };
      // Who failed may have got that far; for others it must not have happened.
      else if (lasting[name]?.by === by) delete lasting[name];
    }
  }
  const live = valuesOf(end);
  for (const [name, { by, value }] of Object.entries(lasting)) {
    assert.equal(live[name], value, `${name} as ${by} wrote it was lost`);
  }
  for (const deed of deeds) if (deed.failure !== undefined) judgeFailure(deed);
}

/** Who does not get what was asked for is told what is live instead, and who changed it. */
function judgeFailure({ by, failure }: Deed): void {
  seen.refused += 1;
  assert.notEqual(by, "person", failure);
  assert.match(failure ?? "", /(somebody else changed it since|the service settled on)/);
  assert.match(failure ?? "", /the endpoint was last changed by (weights|access|person|local) at \d/);
}

describe(`two stacks and a person, interleaved at random (AZUREML_WRITERS_SEED=${firstSeed})`, function () {
  this.timeout(0);
  beforeEach(() => void Object.assign(seen, { commits: 0, undone: 0, refused: 0 }));

  const held = async (seed: number, scene: Scene): Promise<void> => {
    const run = await interleave(seed, scene);
    try {
      judge(run);
    } catch (error) {
      const commits = run.commits.map(({ by, at, after }) => `${at} ${by} ${JSON.stringify(valuesOf(after))}`);
      const deeds = run.deeds.map((deed) => JSON.stringify(deed));
      throw new Error(`seed ${seed}: ${String(error)}\n${commits.join("\n")}\n${deeds.join("\n")}`);
    }
  };
  const all = async (unlucky?: Pace): Promise<void> => {
    for (let seed = firstSeed; seed < firstSeed + runs; seed++) await held(seed, modelScene(seed, usual, unlucky));
    assert.ok(seen.commits > runs * 8 && seen.refused > runs / 100, JSON.stringify(seen));
  };

  it("never undo each other's writes, not for an instant, where answers take less time than operations", async () => {
    await all();
    assert.equal(seen.undone, 0);
  });

  it("make good what they undo where a write is held up on its way", async () => {
    await all({ ...usual, writeWay: [0, 20_000] });
    assert.ok(seen.undone > 0, "nothing was ever undone, so nothing was made good");
  });

  it("make good what they undo where reads lag behind", async () => {
    await all({ ...usual, lag: [0, 1_000] });
  });

  it("do so at the real control plane, by HTTP", async () => {
    const pace = new Random(firstSeed);
    const time = new FastTime();
    const azure = await LocalAzureMl.start({ pace: () => time.sleep(1_900 + pace.below(6_100)) });
    try {
      await register(azure);
      const rounds = Math.ceil(runs / 100);
      const scenes = Array.from({ length: rounds }, async (_, round) => {
        const endpoint = await RealEndpoint.make(azure, `fraud-${round}`, time);
        await held(firstSeed + round, { time, endpoint });
        const [model, real] = [endpoint.commits.at(-1)?.after, await endpoint.now()];
        assert.deepEqual(model && valuesOf(real), model && valuesOf(model), "the service does something else");
      });
      await Promise.all(scenes);
      assert.ok(seen.commits > rounds * 8, JSON.stringify(seen));
    } finally {
      await azure.stop();
    }
  });
});
