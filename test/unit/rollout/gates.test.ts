import assert from "node:assert/strict";
import { absolute, judge, type Minute, type Verdict, verdictOf } from "../../../rollout";
import { type GateResult, isBlind } from "../../../rollout/gates";

/** Minutes by number, each as `[requests, failed]`. */
function minutes(given: Readonly<Record<number, readonly [requests: number, failed: number]>>): Minute[] {
  return Object.entries(given).map(([minute, [requests, failed]]) => ({ at: Number(minute) * 60, requests, failed }));
}

describe("the absolute gate", () => {
  const gate = absolute();
  const table: [what: string, ReturnType<typeof minutes>, Verdict][] = [
    ["no minute", [], "inconclusive"],
    ["a minute without requests", minutes({ 0: [0, 0] }), "inconclusive"],
    ["a request less than it needs", minutes({ 0: [19, 19] }), "inconclusive"],
    ["as many as it needs", minutes({ 0: [20, 0] }), "pass"],
    ["failures at its limit", minutes({ 0: [20, 4] }), "pass"],
    ["one failure more", minutes({ 0: [20, 5] }), "fail"],
    ["enough over five minutes", minutes({ 0: [4, 4], 1: [4, 4], 2: [4, 4], 3: [4, 4], 4: [4, 4] }), "fail"],
    ["enough over six minutes", minutes({ 0: [10, 10], 5: [10, 10] }), "inconclusive"],
    ["enough over five with a gap", minutes({ 0: [10, 10], 4: [10, 10] }), "fail"],
    ["a bad window among good ones", minutes({ 0: [50, 0], 9: [20, 20], 20: [50, 0] }), "fail"],
    ["a bad minute that its window makes up for", minutes({ 0: [50, 0], 1: [20, 14], 2: [50, 0] }), "pass"],
    ["few failures of many, all in a small minute", minutes({ 0: [1000, 0], 1: [10, 10] }), "pass"],
  ];
  for (const [what, given, verdict] of table) {
    it(`${what}: ${verdict}`, () => assert.equal(judge(gate, given).verdict, verdict));
  }

  it("stays at fail, whatever comes later", () => {
    const bad = minutes({ 0: [30, 12] });
    for (let minute = 1; minute < 60; minute++) {
      bad.push({ at: minute * 60, requests: 1000, failed: 0 });
      assert.equal(judge(gate, bad).verdict, "fail", `after ${minute} good minutes`);
    }
  });

  it("tells what it rests on: the worst window, or what is missing", () => {
    assert.match(judge(gate, minutes({ 0: [40, 1], 10: [20, 1] })).evidence, /^at worst 1 of 20 requests failed /);
    assert.equal(
      judge(gate, minutes({ 0: [3, 0], 1: [4, 0] })).evidence,
      "7 requests in 2 min; a window of 5 min needs 20",
    );
  });

  it("goes by its own limits, and says its name and mode", () => {
    const strict = absolute({ name: "strict", mode: "observe", maxErrorShare: 0, minRequests: 1, windowMinutes: 1 });
    const { gate: name, mode, verdict } = judge(strict, minutes({ 0: [1000, 1] }));
    assert.deepEqual([name, mode, verdict], ["strict", "observe", "fail"]);
    assert.equal(judge(strict, minutes({ 0: [1, 0] })).verdict, "pass");
  });
});

describe("the verdict of all gates", () => {
  const enforce = (verdict: Verdict) => ({ mode: "enforce" as const, verdict });
  const observe = (verdict: Verdict) => ({ mode: "observe" as const, verdict });
  const table: [results: Parameters<typeof verdictOf>[0], Verdict][] = [
    [[], "pass"],
    [[observe("fail")], "pass"],
    [[enforce("pass"), enforce("pass")], "pass"],
    [[enforce("pass"), enforce("inconclusive")], "inconclusive"],
    [[enforce("inconclusive"), enforce("fail"), enforce("pass")], "fail"],
    [[enforce("pass"), observe("inconclusive"), observe("fail")], "pass"],
  ];
  for (const [results, verdict] of table) {
    it(`is ${verdict} with ${results.map(({ mode, verdict: each }) => `${mode} ${each}`).join(", ") || "none"}`, () => {
      assert.equal(verdictOf(results), verdict);
      assert.equal(verdictOf([...results].reverse()), verdict);
    });
  }

  it("is blind where an enforcing gate is", () => {
    const result: GateResult = { gate: "a", mode: "enforce", verdict: "inconclusive", evidence: "" };
    const blind = { ...result, isBlind: true } as const;
    assert.deepEqual([[], [result], [result, blind], [{ ...blind, mode: "observe" as const }]].map(isBlind), [
      false,
      false,
      true,
      false,
    ]);
  });
});
