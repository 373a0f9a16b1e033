import { strict as assert } from "node:assert";
import { stripVTControlCharacters } from "node:util";
import { viewOf } from "../../../cli/rollout/view";
import { canary } from "../../../rollout";
import type { Cursor } from "../../../rollout/cursor";
import type { Inspection } from "../../../runner";

describe("the live view of a rollout", () => {
  const hash = "0".repeat(12);
  const plan = canary([20, 50]);
  const sides = { live: "blue", candidate: "green", liveContent: hash, candidateContent: hash };
  const cursor: Cursor = {
    ...{
      id: "0123abcd",
      plan: hash,
      sequence: 2,
      stage: 1,
      status: "running",
      since: 1000,
      isApproved: false,
      ...sides,
    },
  };
  const now = (changes: Partial<Cursor> | undefined, traffic: Record<string, number>): Inspection => ({
    situation: {
      ...{
        intent: { plan, planHash: hash, ...sides },
        newId: "0123abcd",
        now: 1190,
        deployments: 2,
        verdict: "inconclusive",
      },
      endpoint: { isReady: true, traffic, mirrorTraffic: {}, cursor: changes && { ...cursor, ...changes } },
      ...{ live: "ready", candidate: "ready" },
    },
    gates: [],
  });
  const drawn = (shown: Inspection): string =>
    stripVTControlCharacters(viewOf({ name: "fraud", endpoint: "fraud-dev" }, shown));

  it("shows who gets how much, which stages are over, and how long this one lasts", () => {
    const gates = [{ gate: "absolute", mode: "enforce", verdict: "inconclusive", evidence: "3 requests" }] as const;
    assert.equal(
      drawn({ ...now({}, { blue: 80, green: 20 }), gates }),
      [
        "fraud  blue → green on fraud-dev",
        `  blue   ${"█".repeat(20)}${"░".repeat(5)}  80 %  ready`,
        `  green  ${"█".repeat(5)}${"░".repeat(20)}  20 %  ready`,
        "",
        "  ✓ provision  the candidate comes up and gets no request",
        "  ▶ canary-20  20 % of the requests to the candidate, 3 min 10 s (10 min to 4 h)",
        "  · canary-50  50 % of the requests to the candidate",
        "  · full       100 % of the requests to the candidate",
        "  · bake       everything stays as it is",
        "  · retire     the former deployment goes",
        "",
        "  absolute inconclusive (3 requests)",
      ].join("\n"),
    );
  });

  const endings: [
    title: string,
    changes: Partial<Cursor> | undefined,
    traffic: Record<string, number>,
    says: RegExp,
  ][] = [
    ["before it begins", undefined, { blue: 100 }, /· provision[^✓▶]*$/],
    [
      "held",
      { status: "held", hold: "paused" },
      { blue: 80, green: 20 },
      /■ canary-20.*\n[^]*it stands still \(paused\)/,
    ],
    ["rolled back", { status: "rolledBack" }, { blue: 100 }, /✗ canary-20.*\n[^]*it was rolled back; green/],
    ["succeeded", { status: "succeeded", stage: 5 }, { green: 100 }, /✓ retire.*\n\n {2}green has all live traffic$/],
  ];
  for (const [title, changes, traffic, says] of endings) {
    it(`tells how it stands: ${title}`, () => assert.match(drawn(now(changes, traffic)), says));
  }
});
