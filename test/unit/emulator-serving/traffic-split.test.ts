import { strict as assert } from "node:assert";
import fc from "fast-check";
import { chooseByWeight, chooseMirror } from "../../../emulator/serving/front-end/traffic-split";
import { seeded, tolerance } from "./chance";

describe("the traffic split", () => {
  it("keeps to the weights within what chance allows", () => {
    const weights = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(weights, fc.integer(), (green, seed) => {
        const [random, n] = [seeded(seed), 2_000];
        let chosen = 0;
        for (let i = 0; i < n; i++) if (chooseByWeight({ blue: 100 - green, green }, random) === "green") chosen++;
        assert.ok(Math.abs(chosen - n * (green / 100)) <= tolerance(n, green / 100), `${chosen} of ${n} at ${green} %`);
      }),
      { numRuns: 50, seed: 7 },
    );
  });

  it("never chooses a deployment without weight", () => {
    for (const point of [0, 0.5, 1 - 2 ** -53]) {
      assert.equal(
        chooseByWeight({ old: 0, blue: 100, green: 0 }, () => point),
        "blue",
      );
    }
  });

  it("chooses nothing where there is no weight", () => {
    assert.equal(chooseByWeight({}, Math.random), undefined);
    assert.equal(chooseByWeight({ blue: 0 }, Math.random), undefined);
  });

  it("mirrors its percentage of requests", () => {
    const [random, n] = [seeded(11), 20_000];
    let copies = 0;
    for (let i = 0; i < n; i++) if (chooseMirror({ green: 10 }, random) === "green") copies++;
    assert.ok(Math.abs(copies - n * 0.1) <= tolerance(n, 0.1), `${copies} of ${n}`);
    assert.equal(
      chooseMirror({}, () => 0),
      undefined,
    );
    assert.equal(
      chooseMirror({ green: 0 }, () => 0),
      undefined,
    );
  });
});
