import { strict as assert } from "node:assert";
import type { ScaleRule } from "../../../emulator/arm/monitor/autoscale-setting-body";
import { decide, type Standing } from "../../../emulator/autoscale/decision";

const rule = (
  direction: "Increase" | "Decrease",
  threshold: number,
  { value = "1", type = "ChangeCount", cooldown = "PT5M" }: Partial<ScaleRule["scaleAction"]> = {},
): ScaleRule => ({
  metricTrigger: {
    ...{ metricNamespace: undefined, metricResourceLocation: undefined },
    ...{ metricName: "RequestLatency", metricResourceUri: "/e/e", timeGrain: "PT1M", timeWindow: "PT5M" },
    ...{ statistic: "Average", timeAggregation: "Average", dimensions: [], dividePerInstance: false, threshold },
    operator: direction === "Increase" ? "GreaterThan" : "LessThan",
  },
  scaleAction: { direction, type, value, cooldown },
});
const out = rule("Increase", 100);
const into = rule("Decrease", 20);
const capacity = { minimum: "2", maximum: "8", default: "3" };
const at = (instances: number, ...rules: [ScaleRule, number | undefined][]): Standing => ({
  ...{ capacity, instances, sinceLastChange: Infinity },
  rules: rules.map(([each, value]) => ({ rule: each, value })),
});

describe("an autoscale decision", () => {
  const table: [name: string, standing: Standing, instances: number | undefined][] = [
    ["adds above the bound", at(3, [out, 101]), 4],
    ["does not at the bound", at(3, [out, 100]), undefined],
    ["adds where one of several rules holds", at(3, [out, 50], [out, 150], [into, 50]), 4],
    ["adds the largest number of several", at(3, [out, 101], [rule("Increase", 10, { value: "3" }), 50]), 6],
    ["adds no more than the maximum", at(7, [rule("Increase", 1, { value: "5" }), 2]), 8],
    ["adds nothing at the maximum", at(8, [out, 101]), undefined],
    ["waits for its cooldown", { ...at(3, [out, 101]), sinceLastChange: 299_999 }, undefined],
    ["goes on after its cooldown", { ...at(3, [out, 101]), sinceLastChange: 300_000 }, 4],
    ["removes below the bound", at(4, [out, 10], [into, 10]), 3],
    ["removes only where all rules for fewer hold", at(4, [into, 10], [rule("Decrease", 5), 10]), undefined],
    ["removes only where all of them could be read", at(4, [into, 10], [rule("Decrease", 5), undefined]), undefined],
    ["removes no more than to the minimum", at(4, [rule("Decrease", 50, { value: "5" }), 1]), 2],
    ["removes the smaller number of several", at(6, [into, 10], [rule("Decrease", 50, { value: "3" }), 10]), 5],
    ["removes nothing while a rule for more holds, cool or not", at(4, [out, 101], [into, 10]), 5],
    [
      "removes nothing where it would have to add at once",
      at(3, [rule("Increase", 60), 45], [rule("Decrease", 50), 45]),
      undefined,
    ],
    ["waits for the cooldown of removing", { ...at(4, [into, 10]), sinceLastChange: 60_000 }, undefined],
    ["adds a percentage, rounded", at(5, [rule("Increase", 1, { type: "PercentChangeCount", value: "50" }), 2]), 8],
    ["goes to an exact number", at(3, [rule("Increase", 1, { type: "ExactCount", value: "6" }), 2]), 6],
    ["comes up to the minimum at once, whatever the cooldown", { ...at(1), sinceLastChange: 0 }, 2],
    ["comes down to the maximum at once", at(12, [out, 101]), 8],
    ["comes up to the default while nothing can be read", at(2, [out, undefined], [into, undefined]), 3],
    ["does not come down to the default", at(5, [out, undefined]), undefined],
    ["is no default's where something can be read", at(2, [out, 50], [into, undefined]), undefined],
    ["is no default's without rules", at(2), undefined],
  ];
  for (const [name, standing, instances] of table) {
    it(name, () => assert.equal(decide(standing)?.instances, instances));
  }

  it("tells why", () => {
    assert.equal(decide(at(3, [out, 150.123]))?.because, "RequestLatency was 150.12 over PT5M, GreaterThan 100");
  });
});
