import assert from "node:assert/strict";
import fc from "fast-check";
import { settledWeights, trafficFaults, weightOf } from "../../../emulator/arm/machine-learning/traffic-rules";

const deployments = [
  { name: "blue", provisioningState: "Succeeded" },
  { name: "green", provisioningState: "Succeeded" },
  { name: "failed", provisioningState: "Failed" },
];
const none = { traffic: {}, mirrorTraffic: {} };

interface Case {
  name: string;
  traffic?: Record<string, number>;
  mirrorTraffic?: Record<string, number>;
  live?: { traffic: Record<string, number>; mirrorTraffic: Record<string, number> };
  faults: string[];
}

const cases: Case[] = [
  { name: "no traffic", faults: [] },
  { name: "only zeros", traffic: { blue: 0, green: 0 }, faults: [] },
  { name: "a sum of 100", traffic: { blue: 90, green: 10 }, faults: [] },
  { name: "another spelling", traffic: { BLUE: 100 }, faults: [] },
  { name: "a sum of 70", traffic: { blue: 70 }, faults: ["properties.traffic"] },
  { name: "a sum of 110", traffic: { blue: 60, green: 50 }, faults: ["properties.traffic"] },
  { name: "an unknown deployment", traffic: { nope: 100 }, faults: ["properties.traffic.nope"] },
  { name: "an unknown deployment with 0", traffic: { nope: 0 }, faults: ["properties.traffic.nope"] },
  { name: "a deployment twice", traffic: { blue: 50, Blue: 50 }, faults: ["properties.traffic.Blue"] },
  { name: "new weight on one that is Failed", traffic: { failed: 100 }, faults: ["properties.traffic.failed"] },
  {
    name: "less weight on one that is Failed",
    traffic: { failed: 50, green: 50 },
    live: { traffic: { failed: 100 }, mirrorTraffic: {} },
    faults: [],
  },
  { name: "a mirror beside live traffic", traffic: { blue: 100 }, mirrorTraffic: { green: 50 }, faults: [] },
  { name: "51 percent mirrored", mirrorTraffic: { green: 51 }, faults: ["properties.mirrorTraffic.green"] },
  { name: "two mirrors", mirrorTraffic: { blue: 10, green: 10 }, faults: ["properties.mirrorTraffic"] },
  { name: "a second mirror with 0", mirrorTraffic: { blue: 0, green: 10 }, faults: [] },
  {
    name: "a mirror onto live traffic",
    traffic: { blue: 100 },
    mirrorTraffic: { blue: 10 },
    faults: ["properties.mirrorTraffic.blue"],
  },
  { name: "a mirror onto nothing", mirrorTraffic: { nope: 10 }, faults: ["properties.mirrorTraffic.nope"] },
  {
    name: "everything wrong at once",
    traffic: { blue: 60, nope: 50 },
    mirrorTraffic: { blue: 60 },
    faults: [
      "properties.traffic.nope",
      "properties.traffic",
      "properties.mirrorTraffic.blue",
      "properties.mirrorTraffic.blue",
    ],
  },
];

describe("rules of traffic", () => {
  for (const { name, traffic = {}, mirrorTraffic = {}, live = none, faults } of cases) {
    it(`${faults.length === 0 ? "allow" : "refuse"} ${name}`, () => {
      const found = trafficFaults({ traffic, mirrorTraffic, live, deployments });
      assert.deepEqual(
        found.map(({ target }) => target),
        faults,
      );
    });
  }

  it("name the value, the rule and the member", () => {
    const faults = trafficFaults({ traffic: { blue: 60, green: 50 }, mirrorTraffic: {}, live: none, deployments });
    assert.deepEqual(faults, [
      { target: "properties.traffic", message: "the weights sum to 110; they must sum to 0 or 100" },
    ]);
  });

  it("keep the deployments' spelling and drop zeros", () => {
    assert.deepEqual(settledWeights({ BLUE: 100, green: 0 }, deployments), { blue: 100 });
    assert.equal(weightOf({ blue: 100 }, "Blue"), 100);
    assert.equal(weightOf({}, "blue"), 0);
  });

  it("let through a split of two deployments exactly when it sums to 0 or 100", () => {
    const weight = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(weight, weight, (blue, green) => {
        const faults = trafficFaults({ traffic: { blue, green }, mirrorTraffic: {}, live: none, deployments });
        assert.equal(faults.length === 0, [0, 100].includes(blue + green));
      }),
    );
  });
});
