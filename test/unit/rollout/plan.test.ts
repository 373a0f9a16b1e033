import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { blueGreen, canary, linear, plan, PlanError, planFaults, stageNames } from "../../../rollout";

/** Whole percentages that rise: what `canary` takes. */
const risingWeights = fc
  .uniqueArray(fc.integer({ min: 1, max: 100 }), { maxLength: 12 })
  .map((weights) => weights.sort((a, b) => a - b));

const plans = fc.oneof(
  risingWeights.map(canary),
  fc.integer({ min: 1, max: 100 }).map((step) => linear({ step })),
  fc.constant(blueGreen()),
);

describe("plans", () => {
  const table: [string, ReturnType<typeof plan>, [string, number][]][] = [
    [
      "canary([10, 50])",
      canary([10, 50]),
      [
        ["provision", 0],
        ["canary-10", 10],
        ["canary-50", 50],
        ["full", 100],
      ],
    ],
    [
      "canary([]) goes at once",
      canary([]),
      [
        ["provision", 0],
        ["full", 100],
      ],
    ],
    [
      "canary with its last 100 written out",
      canary([10, 100]),
      [
        ["provision", 0],
        ["canary-10", 10],
        ["full", 100],
      ],
    ],
    [
      "linear({ step: 25 })",
      linear({ step: 25 }),
      [
        ["provision", 0],
        ["linear-25", 25],
        ["linear-50", 50],
        ["linear-75", 75],
        ["full", 100],
      ],
    ],
    [
      "linear with a step that does not divide 100",
      linear({ step: 40 }),
      [
        ["provision", 0],
        ["linear-40", 40],
        ["linear-80", 80],
        ["full", 100],
      ],
    ],
    [
      "linear in one step",
      linear({ step: 100 }),
      [
        ["provision", 0],
        ["full", 100],
      ],
    ],
    [
      "blueGreen()",
      blueGreen(),
      [
        ["provision", 0],
        ["full", 100],
      ],
    ],
  ];
  for (const [title, made, expected] of table) {
    it(`${title}: the stages are named and weighted as documented`, () => {
      assert.deepEqual(made, { stages: expected.map(([name, weight]) => ({ name, weight })) });
    });
  }

  it("rise from 0 to 100 and break no rule, whatever they were made from", () => {
    fc.assert(
      fc.property(plans, (made) => {
        const weights = made.stages.map(({ weight }) => weight);
        assert.deepEqual(
          [...weights].sort((a, b) => a - b),
          weights,
        );
        assert.deepEqual([weights[0], weights.at(-1)], [0, 100]);
        assert.equal(new Set(stageNames(made)).size, made.stages.length);
        assert.deepEqual(planFaults(made), []);
      }),
    );
  });

  it("survive JSON unchanged, and equal plans have equal hashes", () => {
    fc.assert(
      fc.property(plans, (made) => {
        const text = JSON.stringify(made);
        assert.deepEqual(JSON.parse(text), made);
        const again = plan(made.stages.map(({ name, weight }) => ({ weight, name })));
        assert.equal(digest(JSON.stringify(again)), digest(text));
      }),
    );
  });

  it("can be written out stage by stage, and extra members of the stages are left behind", () => {
    const stages = [
      { name: "dark", weight: 0, note: "mine" },
      { name: "everyone", weight: 100 },
    ];
    assert.deepEqual(plan(stages), {
      stages: [
        { name: "dark", weight: 0 },
        { name: "everyone", weight: 100 },
      ],
    });
  });
});

describe("faults of plans", () => {
  const table: [string, () => unknown, string][] = [
    [
      "canary: each weight that is none is named",
      () => canary([0, 12.5, 101, NaN]),
      "canary: 4 faults\n" +
        ["0: 0", "1: 12.5", "2: 101", "3: null"]
          .map((text) => text.split(": "))
          .map(
            ([at, value]) => `  - weights[${at}]: ${value} given, a weight is a whole number of percent from 1 to 100`,
          )
          .join("\n"),
    ],
    [
      "canary: weights that do not rise",
      () => canary([10, 10, 5]),
      "canary: 2 faults\n" +
        "  - weights[1]: 10 given, weights rise, and the one before is 10\n" +
        "  - weights[2]: 5 given, weights rise, and the one before is 10",
    ],
    [
      "linear: a step that leads nowhere",
      () => linear({ step: 0 }),
      "linear: step: 0 given, a step is a whole number of percent from 1 to 100",
    ],
    ["plan: no stages", () => plan([]), "plan: stages: [] given, a plan has a first stage at 0 and a last at 100"],
    [
      "plan: names, weights and ends all at once",
      () =>
        plan([
          { name: "First", weight: 5 },
          { name: "a", weight: 50 },
          { name: "a", weight: 50 },
        ]),
      "plan: 5 faults\n" +
        '  - stages[0].name: "First" given, a stage\'s name has 1 to 64 lower-case letters, digits and dashes, and begins with a letter\n' +
        '  - stages[2].name: "a" given, stages[1] has this name too\n' +
        "  - stages[2].weight: 50 given, weights rise, and the stage before has 50\n" +
        "  - stages[0].weight: 5 given, a plan begins at 0\n" +
        "  - stages[2].weight: 50 given, a plan ends at 100",
    ],
  ];
  for (const [title, attempt, message] of table) {
    it(title, () => assert.throws(attempt, (error) => error instanceof PlanError && error.message === message));
  }
});

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
