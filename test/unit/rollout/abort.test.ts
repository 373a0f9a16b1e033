import assert from "node:assert/strict";
import { type Cursor, holds } from "../../../rollout/cursor";
import { decide } from "../../../rollout/decide";
import { inShort } from "./decision-words";
import { intent, plan, situationAt } from "./situations";

type Differs = Parameters<typeof situationAt>[1];

describe("an abort", () => {
  const back = (stage: number): string => `write rolledBack ${stage} {"blue":100}`;

  it("goes back from every stage, whatever verdict, candidate, age or hold", () => {
    const standings: Partial<Cursor>[] = [
      {},
      { isApproved: true },
      ...holds.map((hold) => ({ status: "held" as const, hold })),
    ];
    for (const stage of plan.stages.keys()) {
      for (const standing of standings) {
        for (const verdict of ["pass", "fail", "inconclusive"] as const) {
          for (const candidate of ["missing", "busy", "ready", "failed"] as const) {
            const situation = situationAt({ ...standing, stage }, { command: "abort", verdict, candidate });
            assert.equal(inShort(decide(situation)), back(stage), JSON.stringify([standing, verdict, candidate]));
          }
        }
      }
    }
  });

  const table: [what: string, Partial<Cursor> | undefined, Differs, decision: string][] = [
    ["an endpoint that is being updated", {}, { isReady: false }, "wait"],
    ["foreign weights", {}, { traffic: { red: 100 } }, back(3)],
    ["another plan", {}, { said: { planHash: "9".repeat(12) } }, back(3)],
    ["another release in the program", {}, { said: { candidate: "red", live: "black" } }, back(3)],
    ["a stage that the plan does not have", { stage: 42 }, { traffic: { green: 100 } }, back(42)],
    ["a live deployment that failed", {}, { live: "failed" }, 'write held:live 3 {"blue":90,"green":10}'],
    ["one that is busy", {}, { live: "busy" }, 'write held:live 3 {"blue":90,"green":10}'],
    [
      "one that failed, and is known to have",
      { status: "held", hold: "live" },
      { live: "failed" },
      "stop rollbackFailed",
    ],
    ["one that is gone and has everything already", { stage: 1 }, { live: "missing" }, back(1)],
    ["nothing under way", undefined, {}, "refuse"],
    ["a rollout that succeeded", { status: "succeeded", stage: 7 }, {}, "refuse"],
    ["one that is back already", { status: "rolledBack" }, { traffic: { blue: 100 } }, "refuse"],
    ["one that was back and has traffic again", { status: "rolledBack" }, {}, back(3)],
    ["one that was back, of another release", { status: "rolledBack" }, { said: { candidate: "red" } }, "refuse"],
    ["a program's own stage", undefined, { traffic: { blue: 50, green: 50 }, said: { stage: "canary-50" } }, back(0)],
    ["a program's own stage that gives the candidate nothing", undefined, { said: { stage: "provision" } }, back(0)],
  ];
  for (const [what, changes, differs, expected] of table) {
    it(`${what}: ${expected}`, () => {
      assert.equal(inShort(decide(situationAt(changes, { command: "abort", ...differs }))), expected);
    });
  }

  it("takes the mirror away too", () => {
    const decision = decide(situationAt({ stage: 2 }, { command: "abort" }));
    assert.ok(decision.do === "write");
    assert.deepEqual(decision.weights, { traffic: { blue: 100 }, mirrorTraffic: {} });
  });

  it("marks the content of a program's own stage as failed", () => {
    const decision = decide(situationAt(undefined, { command: "abort", said: { stage: "canary-50" } }));
    assert.ok(decision.do === "write");
    assert.equal(decision.cursor.candidateContent, intent.candidateContent);
  });
});
