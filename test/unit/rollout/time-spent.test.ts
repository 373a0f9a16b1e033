import { strict as assert } from "node:assert";
import { canary, timeSpent, type Written } from "../../../rollout";
import type { Cursor } from "../../../rollout/cursor";

describe("the time that a rollout took", () => {
  const plan = canary([50], { atLeast: "10m", approval: {} }); // provision, canary-50, full, bake, retire
  const hash = "0".repeat(12);
  const at = (seconds: number, changes: Partial<Cursor>): Written => ({
    at: seconds,
    cursor: {
      ...{ id: "0123abcd", plan: hash, sequence: 1, stage: 0, status: "running", since: seconds, isApproved: false },
      ...{ live: "blue", candidate: "green", liveContent: hash, candidateContent: hash, ...changes },
    },
  });

  it("is work while the candidate comes up, and watching while it has traffic", () => {
    const spent = timeSpent(plan, [at(0, {}), at(300, { stage: 1 }), at(1000, { stage: 2 })]);
    assert.deepEqual(spent, { work: 300, watching: 700, people: 0 });
  });

  it("is people's where it stood still", () => {
    const held = at(100, { stage: 1, status: "held", hold: "paused" });
    assert.deepEqual(timeSpent(plan, [at(0, { stage: 1 }), held, at(160, { stage: 1 })]), {
      ...{ work: 0, watching: 100, people: 60 },
    });
  });

  it("is people's from when somebody could have agreed", () => {
    const agreed = at(5000, { stage: 1, since: 0, isApproved: true });
    assert.deepEqual(timeSpent(plan, [at(0, { stage: 1 }), agreed]), { work: 0, watching: 600, people: 4400 });
    const early = at(200, { stage: 1, since: 0, isApproved: true });
    assert.deepEqual(timeSpent(plan, [at(0, { stage: 1 }), early, at(900, { stage: 2 })]), {
      ...{ work: 0, watching: 900, people: 0 },
    });
  });

  it("is people's where nobody agreed in time", () => {
    const late = at(90_000, { stage: 1, since: 0, status: "rolledBack" });
    assert.deepEqual(timeSpent(plan, [at(0, { stage: 1 }), late]), { work: 0, watching: 600, people: 89_400 });
    const bad = at(2000, { stage: 1, since: 0, status: "rolledBack" }); // a gate failed
    assert.deepEqual(timeSpent(plan, [at(0, { stage: 1 }), bad]), { work: 0, watching: 2000, people: 0 });
  });

  it("is nothing where nothing was written", () => {
    assert.deepEqual(timeSpent(plan, []), { work: 0, watching: 0, people: 0 });
  });
});
