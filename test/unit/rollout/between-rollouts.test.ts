import assert from "node:assert/strict";
import { canary, type Plan } from "../../../rollout";
import type { Cursor } from "../../../rollout/cursor";
import { decide } from "../../../rollout/decide";
import { inShort } from "./decision-words";
import { cursor, plan, situationAt } from "./situations";

type Differs = Parameters<typeof situationAt>[1];

const begins = 'write running 0 {"blue":100}';
const all = { traffic: { blue: 100 } } as const;
const shrinks = canary([10], { retire: "scaleDown" });
const stays: Plan = { ...plan, stages: plan.stages.filter(({ kind }) => kind !== "retire") };
const rolledBack = { status: "rolledBack" } as const;
const succeeded = { status: "succeeded", stage: 7 } as const;

describe("an endpoint on which no rollout is under way", () => {
  const table: [what: string, Partial<Cursor> | undefined, Differs, decision: string][] = [
    ["nothing yet", undefined, {}, begins],
    ["a candidate that is not there yet", undefined, { candidate: "missing" }, begins],
    ["a candidate that failed to come up", undefined, { candidate: "failed" }, begins],
    ["a live deployment that failed", undefined, { live: "failed" }, "refuse"],
    ["a live deployment that is busy", undefined, { live: "busy" }, "refuse"],
    ["a live deployment that is missing", undefined, { live: "missing" }, "refuse"],
    ["no weights", undefined, { traffic: {} }, "refuse"],
    ["a share of the candidate", undefined, { traffic: { blue: 99, green: 1 } }, "refuse"],
    ["a mirror", undefined, { mirrorTraffic: { green: 5 } }, "refuse"],
    ["names in another case, and zeros", undefined, { traffic: { Blue: 100, green: 0 } }, begins],
    ["nineteen deployments", undefined, { candidate: "missing", deployments: 19 }, begins],
    ["twenty deployments", undefined, { candidate: "missing", deployments: 20 }, "refuse"],
    ["twenty, and the candidate is one", undefined, { deployments: 20 }, begins],
    ["a program's own stage", undefined, { said: { stage: "full" } }, "refuse"],
    ["somebody who pauses", undefined, { command: "pause" }, "refuse"],
    ["somebody who resumes", undefined, { command: "resume" }, "refuse"],
    ["somebody who promotes", undefined, { command: "promote" }, "refuse"],
    ["somebody who tries again", undefined, { command: "retry" }, "refuse"],

    ["a rollback of this content", rolledBack, all, "stop rolledBack"],
    [
      "a rollback of it beside another live content",
      rolledBack,
      { ...all, said: { liveContent: "9".repeat(12) } },
      "stop rolledBack",
    ],
    ["a rollback of another content", rolledBack, { ...all, said: { candidateContent: "9".repeat(12) } }, begins],
    ["a rollback of another name", rolledBack, { ...all, said: { candidate: "red" } }, begins],
    ["a rollback, and somebody who promotes", rolledBack, { ...all, command: "promote" }, "refuse"],
    ["one that is tried again, and is still there", rolledBack, { ...all, command: "retry" }, "refuse"],
    ["one that is tried again", rolledBack, { ...all, command: "retry", candidate: "missing" }, begins],
    [
      "one that is tried again in an update",
      rolledBack,
      { ...all, command: "retry", candidate: "missing", isUpdated: true },
      "wait",
    ],
    ["another one that is tried again", rolledBack, { ...all, command: "retry", said: { candidate: "red" } }, "refuse"],

    ["a success with its former deployment", succeeded, {}, "up"],
    ["a success without it", succeeded, { live: "missing" }, "stop succeeded"],
    ["a success whose former one shrinks", succeeded, { said: { plan: shrinks } }, "stop succeeded"],
    ["a success whose former one stays", { ...succeeded, stage: 6 }, { said: { plan: stays } }, "stop succeeded"],
    ["a success that is tried again", succeeded, { command: "retry" }, "refuse"],
    [
      "a success, and the release after it",
      succeeded,
      { said: { live: "green", candidate: "blue" }, traffic: { green: 100 } },
      'write running 0 {"green":100}',
    ],
  ];
  for (const [what, changes, differs, expected] of table) {
    it(`${what}: ${expected}`, () => assert.equal(inShort(decide(situationAt(changes, differs))), expected));
  }

  it("begins with an id of its own and counts on", () => {
    const first = decide(situationAt(undefined));
    const next = decide(situationAt(rolledBack, { ...all, said: { candidateContent: "9".repeat(12) } }));
    assert.ok(first.do === "write" && next.do === "write");
    assert.deepEqual([first.cursor.id, first.cursor.sequence], ["fedcba98", 1]);
    assert.deepEqual([next.cursor.id, next.cursor.sequence], ["fedcba98", cursor.sequence + 1]);
  });
});
