import { strict as assert } from "node:assert";
import { type Deed, interleave, type Interleaving, valuesOf } from "./interleavings";
import type { Pace } from "./endpoint-model";

/** `AZUREML_WRITERS_RUNS=20000 AZUREML_WRITERS_SEED=7 npm test -- test/unit/provider/interleavings.test.ts` is the long proof. */
const runs = Number(process.env["AZUREML_WRITERS_RUNS"] ?? 400);
const firstSeed = Number(process.env["AZUREML_WRITERS_SEED"] ?? Date.now() % 1_000_000);

/** Each way takes less than half of the shortest operation: nobody can begin and end a write within somebody else's. */
const usual: Pace = { way: [1, 400], operation: [1900, 8000] };

const seen = { commits: 0, undone: 0, refused: 0 };

/** Holds an interleaving to the rules, and counts the commits that undid something for a while. */
function judge({ model, deeds }: Interleaving): void {
  const lasting: Record<string, { by: string; value: string }> = {};
  for (const { by, at, before, after } of model.commits) {
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
  const end = valuesOf(model.now);
  for (const [name, { by, value }] of Object.entries(lasting)) {
    assert.equal(end[name], value, `${name} as ${by} wrote it was lost`);
  }
  for (const deed of deeds) if (deed.failure !== undefined) judgeFailure(deed);
}

/** Who does not get what was asked for is told what is live instead, and who changed it. */
function judgeFailure({ by, failure }: Deed): void {
  seen.refused += 1;
  assert.notEqual(by, "person", failure);
  assert.match(failure ?? "", /(somebody else changed it since|the service settled on)/);
  assert.match(failure ?? "", /the endpoint was last changed by (weights|access|person) at \d+ ms/);
}

describe(`two stacks and a person, interleaved at random (AZUREML_WRITERS_SEED=${firstSeed})`, function () {
  this.timeout(0);
  beforeEach(() => void Object.assign(seen, { commits: 0, undone: 0, refused: 0 }));

  const all = async (unlucky?: Pace): Promise<void> => {
    for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
      const run = await interleave(seed, usual, unlucky);
      try {
        judge(run);
      } catch (error) {
        const commits = run.model.commits.map(({ by, at, after }) => `${at} ${by} ${JSON.stringify(valuesOf(after))}`);
        const deeds = run.deeds.map((deed) => JSON.stringify(deed));
        throw new Error(`seed ${seed}: ${String(error)}\n${commits.join("\n")}\n${deeds.join("\n")}`);
      }
    }
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
});
