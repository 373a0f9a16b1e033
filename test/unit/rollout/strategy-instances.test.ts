import assert from "node:assert/strict";
import { blueGreen, canary, linear, type Plan } from "../../../rollout";

/** The stages that say instances, and the shares: `provision 1, canary-10, scale-for-canary-50 2`. */
function inShort({ stages }: Plan): string {
  const shown = stages.map((stage) =>
    "instances" in stage && stage.instances !== undefined ? `${stage.name} ${stage.instances}` : stage.name,
  );
  return shown.filter((each) => !/^(bake|retire)$/.test(each)).join(", ");
}

describe("instances of a strategy", () => {
  const table: [what: string, Plan, string][] = [
    ["none", canary([10, 50]), "provision, canary-10, canary-50, full"],
    ["an empty list", canary([10, 50], { instances: [] }), "provision, canary-10, canary-50, full"],
    [
      "one for the first share",
      canary([10, 50], { instances: [1] }),
      "provision 1, canary-10, scale-for-canary-50 asGiven, canary-50, full",
    ],
    [
      "one for each share",
      canary([10, 50], { instances: [1, 2] }),
      "provision 1, canary-10, scale-for-canary-50 2, canary-50, scale-for-full asGiven, full",
    ],
    [
      "the same for several",
      canary([5, 25, 50], { instances: [1, 1, 2] }),
      "provision 1, canary-5, canary-25, scale-for-canary-50 2, canary-50, scale-for-full asGiven, full",
    ],
    ["a linear plan", linear({ step: 50, instances: [2] }), "provision 2, linear-50, scale-for-full asGiven, full"],
    [
      "a holdback",
      canary([10], { instances: [1], holdback: 5 }),
      "provision 1, canary-10, scale-for-canary-95 asGiven, canary-95, full",
    ],
    [
      "a mirror, which has the first ones",
      canary([10], { instances: [1], mirror: 20 }),
      "provision 1, mirror-20, canary-10, scale-for-full asGiven, full",
    ],
  ];
  for (const [what, plan, expected] of table) it(`${what}: ${expected}`, () => assert.equal(inShort(plan), expected));

  it("wait as long for their instances as for the candidate", () => {
    const { stages } = canary([10], { instances: [1], provision: "20m" });
    const waits = stages.flatMap((stage) =>
      stage.kind === "scale" || stage.kind === "provision" ? [stage.maxSeconds] : [],
    );
    assert.deepEqual(waits, [1200, 1200]);
  });

  const faults: [what: string, () => Plan, message: string][] = [
    [
      "more than there are shares",
      () => canary([10], { instances: [1, 2] }),
      "canary: instances: [1,2] given, it has more members than there are shares below 100, and the last one has as many as " +
        "the program says; give at most 1",
    ],
    [
      "none of blue and green",
      () => blueGreen({ instances: [1] }),
      "blueGreen: instances: [1] given, it has more members than there are shares below 100, and the last one has as many as " +
        "the program says; give at most 0",
    ],
    [
      "numbers that are none",
      () => canary([5, 10, 20], { instances: [0, 1.5, -1] }),
      "canary: 3 faults\n" +
        "  - instances[0]: 0 given, it is a whole number from 1\n" +
        "  - instances[1]: 1.5 given, it is a whole number from 1\n" +
        "  - instances[2]: -1 given, it is a whole number from 1",
    ],
  ];
  for (const [what, make, message] of faults) {
    it(`refuse ${what}`, () => assert.throws(make, { name: "PlanError", message }));
  }
});
