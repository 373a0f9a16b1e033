import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { describeFault } from "../../../arm/fault";
import { normalizeTraffic, sameTraffic, trafficFaults, type Traffic, type TrafficRules } from "../../../arm/traffic";

const deployments = ["blue", "green"];

describe("traffic rules", () => {
  const cases: [string, TrafficRules, string[]][] = [
    ["nothing at all", {}, []],
    ["no live traffic", { traffic: { blue: 0, green: 0 }, deployments }, []],
    ["all to one", { traffic: { blue: 100 }, deployments }, []],
    ["names in any case", { traffic: { BLUE: 100 }, deployments: ["Blue"] }, []],
    ["a mirror of fifty", { traffic: { blue: 100 }, mirrorTraffic: { green: 50 }, deployments }, []],
    ["a mirror that is off", { traffic: { blue: 100 }, mirrorTraffic: { blue: 0 }, deployments }, []],
    [
      "70 percent",
      { traffic: { blue: 70 }, deployments },
      ["traffic.blue: 70 given, the weights sum to 70; they must sum to 100, or to 0 for no live traffic at all"],
    ],
    [
      "a weight over 100",
      { traffic: { blue: 101 } },
      [
        "traffic.blue: 101 given, a weight is a whole number of percent from 0 to 100",
        "traffic.blue: 101 given, the weights sum to 101; they must sum to 100, or to 0 for no live traffic at all",
      ],
    ],
    [
      "one deployment under two spellings",
      { traffic: { blue: 50, Blue: 50 } },
      ["traffic.Blue: this deployment is named twice; names do not differ by case"],
    ],
    [
      "an endpoint without deployments",
      { traffic: { blue: 100 }, deployments: [] },
      ["traffic.blue: 100 given, the endpoint has no deployment of this name; none is declared"],
    ],
    [
      "two mirrors",
      { mirrorTraffic: { blue: 10, green: 10 }, deployments },
      ['mirrorTraffic: {"blue":10,"green":10} given, traffic is mirrored to one deployment only'],
    ],
  ];
  for (const [what, rules, faults] of cases) {
    it(`${faults.length === 0 ? "accepts" : "refuses"} ${what}`, () => {
      assert.deepEqual(trafficFaults(rules).map(describeFault), faults);
    });
  }

  const weights: fc.Arbitrary<Traffic> = fc.dictionary(
    fc.constantFrom("blue", "green", "red"),
    fc.integer({ min: 0, max: 100 }),
  );

  it("accepts exactly the weights that sum to 0 or 100", () => {
    fc.assert(
      fc.property(weights, (traffic) => {
        const sum = Object.values(traffic).reduce((a, b) => a + b, 0);
        assert.equal(trafficFaults({ traffic }).length === 0, sum === 0 || sum === 100);
      }),
    );
  });

  it("takes weights for the same whatever the case, order and zeros", () => {
    fc.assert(
      fc.property(weights, (traffic) => {
        const other = Object.fromEntries(
          Object.entries(traffic)
            .reverse()
            .map(([name, weight]) => [name.toUpperCase(), weight]),
        );
        assert.ok(sameTraffic(traffic, { ...other, NONE: 0 }));
        assert.deepEqual(normalizeTraffic(normalizeTraffic(traffic)), normalizeTraffic(traffic));
      }),
    );
  });
});
