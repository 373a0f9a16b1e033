import assert from "node:assert/strict";
import { canary } from "../../../rollout";
import type { Cursor } from "../../../rollout/cursor";
import { stateOf } from "../../../rollout/state-of";
import { cursor } from "./situations";

const smoke = [{ name: "one", body: {}, expect: {} }];

describe("the state of a rollout", () => {
  const plan = canary([10, 50], { smoke, mirror: 20, instances: [1] });
  const states = [
    ...["provisioning", "smoking", "mirroring", "observing", "scaling", "observing", "observing", "baking", "retiring"],
    "held", // a stage that the plan does not have
  ];
  const over: [Partial<Cursor> | undefined, string][] = [
    [undefined, "idle"],
    [{ status: "held", hold: "paused" }, "held"],
    [{ status: "succeeded", stage: 8 }, "succeeded"],
    [{ status: "rolledBack" }, "rolledBack"],
    [{ isApproved: true }, "observing"],
  ];
  for (const [stage, state] of states.entries()) {
    it(`is ${state} at stage ${stage} of nine`, () => assert.equal(stateOf(plan, { ...cursor, stage }), state));
  }
  for (const [changes, state] of over) {
    it(`is ${state} with ${JSON.stringify(changes)}`, () => {
      assert.equal(stateOf(plan, changes && { ...cursor, ...changes }), state);
    });
  }
});
