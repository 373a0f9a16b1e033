import assert from "node:assert/strict";
import { blueGreen, canary } from "../../../rollout";
import type { Cursor } from "../../../rollout/cursor";
import { desired, desiredAt } from "../../../rollout/desired";
import type { Plan } from "../../../rollout/plan";
import type { Intent } from "../../../rollout/situation";
import type { Weights } from "../../../rollout/traffic";

const [old, current, next] = ["0".repeat(12), "1".repeat(12), "2".repeat(12)];
const deletes = canary([10]);
const shrinks = canary([10], { retire: "scaleDown" });
const stays: Plan = { ...deletes, stages: deletes.stages.filter(({ kind }) => kind !== "retire") };

const intent: Intent = {
  ...{ plan: deletes, planHash: old, live: "blue", candidate: "green" },
  ...{ liveContent: current, candidateContent: next },
};
const cursor: Cursor = {
  ...{ id: "0123abcd", plan: old, sequence: 7, stage: 2, status: "running", since: 1, isApproved: false },
  ...{ live: "blue", candidate: "green", liveContent: current, candidateContent: next },
};
const both = { live: "as given", candidate: "as given" };

describe("what a program declares", () => {
  const cases: [name: string, cursor: Partial<Cursor> | undefined, intent: Partial<Intent>, expected: object][] = [
    ["both without a cursor", undefined, {}, both],
    ["both while it runs", {}, {}, both],
    ["both while it is held", { status: "held", hold: "live" }, {}, both],
    ["no candidate that failed", { status: "rolledBack" }, {}, { ...both, candidate: "gone" }],
    ["a failed candidate with other content", { status: "rolledBack" }, { candidateContent: old }, both],
    [
      "a failed candidate beside other live content not either",
      { status: "rolledBack" },
      { liveContent: old },
      { ...both, candidate: "gone" },
    ],
    ["a failed candidate of another name", { status: "rolledBack" }, { candidate: "red" }, both],
    ["no former deployment after success", { status: "succeeded" }, {}, { ...both, live: "gone" }],
    ["a former deployment that shrinks", { status: "succeeded" }, { plan: shrinks }, { ...both, live: "shrunk" }],
    ["both after success of a plan that retires nothing", { status: "succeeded" }, { plan: stays }, both],
    ["both after success of another content", { status: "succeeded" }, { candidateContent: old }, both],
    [
      "both once the candidate is the live deployment",
      { status: "succeeded" },
      { live: "green", candidate: "blue" },
      both,
    ],
  ];
  for (const [name, changes, said, expected] of cases) {
    it(name, () => {
      assert.deepEqual(desired({ ...intent, ...said }, changes && { ...cursor, ...changes }), expected);
    });
  }

  it("loses the former deployment at a retire stage that the program says, and at no other", () => {
    const at = (plan: Plan) => plan.stages.map(({ name }) => desiredAt(plan, name).live);

    assert.deepEqual(at(deletes), ["as given", "as given", "as given", "as given", "gone"]);
    assert.deepEqual(at(shrinks), ["as given", "as given", "as given", "as given", "shrunk"]);
    assert.deepEqual(at(stays), ["as given", "as given", "as given", "as given"]);
  });

  describe("with instances by stage", () => {
    // Stages: provision 1, canary-10, scale-for-canary-50 2, canary-50, scale-for-full as given, full, bake, retire.
    const plan = canary([10, 50], { instances: [1, 2] });
    const said: Intent = { ...intent, plan };
    const first = { ...both, candidateInstances: 1 };
    const second = { ...both, candidateInstances: 2 };
    const byStage = [first, first, second, second, both, both, both, both];

    it("gives the candidate those of the latest stage that says so", () => {
      const at = (stage: number) => desired(said, { ...cursor, stage }, { traffic: { green: 100 }, mirrorTraffic: {} });
      assert.deepEqual(
        plan.stages.map((_stage, index) => at(index)),
        byStage,
      );
      assert.deepEqual(
        plan.stages.map(({ name }) => desiredAt(plan, name)),
        [...byStage.slice(0, -1), { ...both, live: "gone" }],
      );
    });

    const before: [what: string, weights: Weights | undefined, expected: object][] = [
      ["an endpoint that nobody read", undefined, first],
      ["an endpoint without weights", { traffic: {}, mirrorTraffic: {} }, first],
      ["weights of 0", { traffic: { blue: 0 }, mirrorTraffic: {} }, first],
      ["everything on the live deployment", { traffic: { blue: 100, green: 0 }, mirrorTraffic: {} }, first],
      ["a share of the candidate", { traffic: { blue: 99, green: 1 }, mirrorTraffic: {} }, both],
      ["a mirror to the candidate", { traffic: { blue: 100 }, mirrorTraffic: { green: 10 } }, both],
      ["everything on the candidate", { traffic: { green: 100 }, mirrorTraffic: {} }, both],
      ["everything on a third one", { traffic: { red: 100 }, mirrorTraffic: {} }, both],
    ];
    for (const [what, weights, expected] of before) {
      it(`gives it the first ones only where nobody asks it, before its rollout: ${what}`, () => {
        assert.deepEqual(desired(said, undefined, weights), expected);
        assert.deepEqual(desired(said, { ...cursor, candidateContent: old, status: "succeeded" }, weights), expected);
      });
    }

    it("leaves it as large as it is where it may be asked and no cursor tells its stage", () => {
      for (const [what, weights, expected] of before) {
        const kept = expected === first ? first : { ...both, candidateInstances: 7 };
        assert.deepEqual(desired(said, undefined, weights, 7), kept, what);
      }
      assert.deepEqual(
        desired({ ...intent, plan: blueGreen() }, undefined, { traffic: { green: 1 }, mirrorTraffic: {} }, 7),
        both,
      );
    });

    it("says nothing of one that failed, nor once the rollout has succeeded", () => {
      assert.deepEqual(desired(said, { ...cursor, status: "rolledBack", stage: 1 }), { ...both, candidate: "gone" });
      assert.deepEqual(desired(said, { ...cursor, status: "succeeded", stage: 7 }), { ...both, live: "gone" });
    });

    it("says nothing where the plan says nothing", () => {
      const silent = { ...intent, plan: blueGreen() };
      for (const stage of blueGreen().stages.keys()) assert.deepEqual(desired(silent, { ...cursor, stage }), both);
    });
  });
});
