import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { absolute, blueGreen, canary, linear, plan, type Plan, PlanError, planFaults } from "../../../rollout";

/** Whole percentages that rise: what `canary` takes. */
const risingWeights = fc
  .uniqueArray(fc.integer({ min: 1, max: 100 }), { maxLength: 12 })
  .map((weights) => weights.sort((a, b) => a - b));

const options = fc.record(
  {
    mirror: fc.integer({ min: 1, max: 50 }),
    atLeast: fc.constantFrom("0s", "10m", "2h"),
    bake: fc.constantFrom("0s", "30m"),
    approval: fc.constantFrom({}, { expires: "2h", onExpiry: "hold" as const }),
    retire: fc.constantFrom("delete" as const, "scaleDown" as const),
  },
  { requiredKeys: [] },
);

const plans = fc.oneof(
  fc.tuple(risingWeights, options).map(([weights, chosen]) => canary(weights, chosen)),
  fc.tuple(fc.integer({ min: 1, max: 100 }), options).map(([step, chosen]) => linear({ step, ...chosen })),
  options.map(blueGreen),
);

/** Each stage in short: `canary-10 10` with its share where it is a shift, else its name. */
function inShort({ stages }: Plan): string {
  return stages.map((stage) => (stage.kind === "shift" ? `${stage.name} ${stage.weight}` : stage.name)).join(", ");
}

describe("plans", () => {
  const smoke = [{ name: "one", body: {}, expect: {} }];
  const table: [string, Plan, string][] = [
    ["canary()", canary(), "provision, canary-5 5, canary-25 25, canary-50 50, full 100, bake, retire"],
    ["canary([10, 50])", canary([10, 50]), "provision, canary-10 10, canary-50 50, full 100, bake, retire"],
    ["canary([]) goes at once", canary([]), "provision, full 100, bake, retire"],
    ["canary with its last 100 written out", canary([10, 100]), "provision, canary-10 10, full 100, bake, retire"],
    [
      "canary with smoke, mirror and holdback",
      canary([10], { smoke, mirror: 20, holdback: 5 }),
      "provision, smoke, mirror-20, canary-10 10, canary-95 95, bake, full 100, retire",
    ],
    [
      "linear({ step: 25 })",
      linear({ step: 25 }),
      "provision, linear-25 25, linear-50 50, linear-75 75, full 100, bake, retire",
    ],
    [
      "linear with a step that does not divide 100",
      linear({ step: 40 }),
      "provision, linear-40 40, linear-80 80, full 100, bake, retire",
    ],
    ["linear in one step", linear({ step: 100 }), "provision, full 100, bake, retire"],
    ["blueGreen()", blueGreen(), "provision, full 100, bake, retire"],
  ];
  for (const [title, made, expected] of table) {
    it(`${title}: the stages are named and weighted as documented`, () => assert.equal(inShort(made), expected));
  }

  it("write their defaults out", () => {
    assert.deepEqual(blueGreen({ approval: {} }), {
      stages: [
        { kind: "provision", name: "provision", maxSeconds: 3600 },
        {
          kind: "shift",
          name: "full",
          weight: 100,
          minSeconds: 600,
          maxSeconds: 14_400,
          approval: { expiresSeconds: 86_400, onExpiry: "rollback" },
        },
        { kind: "bake", name: "bake", minSeconds: 3600, maxSeconds: 18_000 },
        { kind: "retire", name: "retire", delaySeconds: 86_400, then: "delete" },
      ],
      gates: [absolute()],
      onInconclusive: "hold",
    });
  });

  it("break no rule, whatever they were made from", () => {
    fc.assert(fc.property(plans, (made) => assert.deepEqual(planFaults(made), [])));
  });

  it("survive JSON unchanged, and equal plans have equal hashes in whatever order they are written", () => {
    fc.assert(
      fc.property(plans, (made) => {
        const text = JSON.stringify(made);
        assert.deepEqual(JSON.parse(text), made);
        const { stages, gates, onInconclusive } = made;
        const backwards = stages.map((stage) => Object.fromEntries(Object.entries(stage).reverse()) as typeof stage);
        const again = plan({ onInconclusive, gates, stages: backwards });
        assert.equal(digest(JSON.stringify(again)), digest(text));
      }),
    );
  });
});

describe("faults of plans", () => {
  const timed = { minSeconds: 60, maxSeconds: 600 };
  const table: [string, () => unknown, string][] = [
    [
      "canary: each weight that is none is named",
      () => canary([0, 12.5, 101, NaN]),
      "canary: 4 faults\n" +
        [
          [0, 0],
          [1, 12.5],
          [2, 101],
          [3, null],
        ]
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
    [
      "options: durations and a holdback that are none",
      () => canary([50], { bake: "1 hour", approval: { expires: "soon" }, holdback: 50 }),
      "canary: 3 faults\n" +
        '  - bake: "1 hour" given, this is no duration; for example 30m, 24h or 1h30m\n' +
        '  - approval.expires: "soon" given, this is no duration; for example 30m, 24h or 1h30m\n' +
        "  - holdback: 50 given, it leaves the candidate less than the shift before; give less than 50",
    ],
    [
      "plan: no stages",
      () => plan({ stages: [], gates: [], onInconclusive: "hold" }),
      "plan: 2 faults\n" +
        "  - stages: [] given, a plan begins with a provision stage\n" +
        "  - stages: [] given, a plan has a shift stage that ends at 100",
    ],
    [
      "plan: names, order, weights, times and gates all at once",
      () =>
        plan({
          stages: [
            { kind: "provision", name: "First", maxSeconds: 60 },
            { kind: "bake", name: "a", ...timed },
            { kind: "shift", name: "a", weight: 50, minSeconds: 200, maxSeconds: 150 },
            { kind: "mirror", name: "b", percent: 60, ...timed },
            { kind: "shift", name: "c", weight: 50, minSeconds: 1.5, maxSeconds: 90 },
          ],
          gates: [absolute({ maxErrorShare: 1 })],
          onInconclusive: "hold",
        }),
      "plan: 10 faults\n" +
        '  - stages[0].name: "First" given, a name has 1 to 64 lower-case letters, digits and dashes, and begins with a letter\n' +
        '  - stages[2].name: "a" given, stages[1] has this name too\n' +
        '  - stages[1].kind: "bake" given, a bake stage comes after the candidate got live traffic\n' +
        '  - stages[3].kind: "mirror" given, what has live traffic can\'t get copies of it\n' +
        "  - stages[4].weight: 50 given, weights rise, and the shift before has 50\n" +
        "  - stages[2].maxSeconds: 150 given, it can't end before it lasted 200 s\n" +
        "  - stages[3].percent: 60 given, a mirror is a whole number of percent from 1 to 50\n" +
        "  - stages[4].minSeconds: 1.5 given, a time is a whole number of seconds from 0\n" +
        "  - stages[4].maxSeconds: 90 given, gates judge whole minutes, of which it has none for sure before 120 s; " +
        "give it more, or no gates\n" +
        "  - gates[0].maxErrorShare: 1 given, a share is a number from 0 to below 1",
    ],
  ];
  for (const [title, attempt, message] of table) {
    it(title, () =>
      assert.throws(attempt, (error) => {
        assert.ok(error instanceof PlanError);
        assert.equal(error.message, message);
        return true;
      }),
    );
  }
});

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
