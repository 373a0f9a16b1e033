import assert from "node:assert/strict";
import { canary } from "../../../rollout";
import type { Cursor } from "../../../rollout/cursor";
import { desired, desiredAt } from "../../../rollout/desired";
import type { Plan } from "../../../rollout/plan";
import type { Intent } from "../../../rollout/situation";

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
});
