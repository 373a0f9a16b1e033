import assert from "node:assert/strict";
import type { Cursor } from "../../../rollout/cursor";
import { decide } from "../../../rollout/decide";
import type { Command, Intent } from "../../../rollout/situation";
import type { Traffic } from "../../../arm/traffic";
import { inShort } from "./decision-words";
import { cursor, plan, SINCE, situationAt } from "./situations";

interface Case {
  remembered?: Partial<Cursor>;
  traffic?: Traffic;
  mirrorTraffic?: Traffic;
  said?: Partial<Intent>;
  command?: Command;
}

/** Somebody took the tag away; the journal has the cursor. At canary-10, where nothing else is said. */
const lost = ({ remembered, traffic = { blue: 90, green: 10 }, mirrorTraffic = {}, ...more }: Case) =>
  situationAt(undefined, { ...more, traffic, mirrorTraffic, remembered: { ...cursor, ...remembered } });

const other = "9".repeat(12);
const all = { blue: 100 };

describe("an endpoint whose tag is gone", () => {
  const table: [what: string, Case, decision: string][] = [
    ["the weights of its stage", {}, 'write running 3 {"blue":90,"green":10}'],
    [
      "a mirror",
      { remembered: { stage: 2 }, traffic: all, mirrorTraffic: { green: 20 } },
      'write running 2 {"blue":100} mirror {"green":20}',
    ],
    [
      "a stage whose mirror is gone too",
      { remembered: { stage: 2 }, traffic: all },
      'write held:weights 2 {"blue":100}',
    ],
    ["weights of another stage", { traffic: { blue: 50, green: 50 } }, 'write held:weights 3 {"blue":50,"green":50}'],
    ["weights of no stage", { traffic: { blue: 99, red: 1 } }, 'write held:weights 3 {"blue":99,"red":1}'],
    [
      "a rollout that was held",
      { remembered: { status: "held", hold: "paused" } },
      'write held:paused 3 {"blue":90,"green":10}',
    ],
    ["an agreement", { remembered: { isApproved: true } }, 'write running 3 {"blue":90,"green":10}'],
    ["a rollback", { remembered: { status: "rolledBack" }, traffic: all }, 'write rolledBack 3 {"blue":100}'],
    [
      "a success",
      { remembered: { status: "succeeded", stage: 7 }, traffic: { green: 100 } },
      'write succeeded 7 {"green":100}',
    ],
    ["weights that are not those of a rollback", { remembered: { status: "rolledBack" } }, "refuse"],
    [
      "another content of the candidate",
      { said: { candidateContent: other }, traffic: all },
      'write running 0 {"blue":100}',
    ],
    ["another candidate", { said: { candidate: "red" }, traffic: all }, 'write running 0 {"blue":100}'],
    ["another plan", { said: { planHash: other }, traffic: all }, 'write running 0 {"blue":100}'],
    ["another plan and a share of the candidate", { said: { planHash: other } }, "refuse"],
    ["somebody who aborts", { command: "abort" }, 'write rolledBack 3 {"blue":100}'],
    [
      "somebody who aborts another plan",
      { command: "abort", said: { planHash: other } },
      'write rolledBack 3 {"blue":100}',
    ],
    ["somebody who aborts another release", { command: "abort", said: { candidateContent: other } }, "refuse"],
  ];
  for (const [what, given, expected] of table) {
    it(`${what}: ${expected}`, () => assert.equal(inShort(decide(lost(given))), expected));
  }

  it("goes on with the next sequence number, and times begin anew where it is not over", () => {
    const [runs, over] = [{}, { remembered: { status: "rolledBack" }, traffic: all } as const].map((given) =>
      decide(lost(given)),
    );
    assert.ok(runs?.do === "write" && over?.do === "write");
    assert.deepEqual([runs.cursor.sequence, runs.cursor.since], [cursor.sequence + 1, SINCE + 30]);
    assert.deepEqual([over.cursor.sequence, over.cursor.since], [cursor.sequence + 1, SINCE]);
  });

  it("counts on also where another rollout begins", () => {
    const begins = decide(lost({ said: { candidateContent: other }, traffic: all }));
    assert.ok(begins.do === "write");
    assert.deepEqual([begins.cursor.sequence, begins.cursor.id], [cursor.sequence + 1, "fedcba98"]);
  });

  it("is asked before the journal where the tag is there", () => {
    const remembered = { ...cursor, stage: 5, sequence: 9 };
    const decision = decide(situationAt({}, { remembered, verdict: "fail" }));
    assert.equal(inShort(decision), 'write rolledBack 3 {"blue":100}');
    assert.equal(plan.stages[3]?.name, "canary-10");
  });
});
