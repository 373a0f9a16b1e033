import assert from "node:assert/strict";
import fc from "fast-check";
import { blueGreen, canary, PlanError, stageNames, traffic } from "../../../rollout";
import { trafficFaults } from "../../../arm/traffic";

const sides = { live: "blue", candidate: "green" };

describe("traffic of a stage", () => {
  const table: [string, Record<string, number>][] = [
    ["provision", { blue: 100 }],
    ["canary-10", { blue: 90, green: 10 }],
    ["canary-50", { blue: 50, green: 50 }],
    ["full", { green: 100 }],
    ["bake", { green: 100 }],
    ["retire", { green: 100 }],
  ];
  for (const [stage, expected] of table) {
    it(`${stage}: ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(traffic(canary([10, 50]), stage, sides), expected);
    });
  }

  it("keeps the service's rules at every stage of every plan", () => {
    const weights = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 10 });
    fc.assert(
      fc.property(weights, (chosen) => {
        const made = canary(chosen.sort((a, b) => a - b));
        for (const stage of stageNames(made)) {
          const split = traffic(made, stage, sides);
          assert.deepEqual(trafficFaults({ traffic: split, deployments: ["blue", "green"] }), []);
          assert.equal(
            Object.values(split).reduce((sum, weight) => sum + weight, 0),
            100,
          );
        }
      }),
    );
  });

  it("names everything that is wrong at once, with the stages that there are", () => {
    assert.throws(
      () => traffic(blueGreen(), "canary-10", { live: "blue", candidate: "Blue" }),
      (error) =>
        error instanceof PlanError &&
        error.message ===
          "traffic: 2 faults\n" +
            '  - stage: "canary-10" given, the plan has no such stage; there are provision, full, bake, retire\n' +
            '  - candidate: "Blue" given, the candidate is the live deployment itself',
    );
  });
});
