import { strict as assert } from "node:assert";
import type { GoldenRequest } from "../../../rollout";
import { type Ask, golden } from "../../../runner/rollout/golden";

const sides = { live: "blue", candidate: "green" };

describe("golden requests", () => {
  const answers =
    (green: unknown, blue: unknown = green): Ask =>
    async (_body, deployment) => ({ status: 200, body: deployment === "green" ? green : blue, durationMs: 20 });
  const faults = async (expect: GoldenRequest["expect"], ask: Ask): Promise<readonly string[]> =>
    (await golden([{ name: "one", body: {}, expect }], sides, ask))[0]?.faults ?? [];

  const table: [string, GoldenRequest["expect"], Ask, string[]][] = [
    ["any answer with status 200", {}, answers([1]), []],
    ["another status", { status: 400 }, answers([1]), ["status 200, wanted 400"]],
    ["the body that is wanted", { body: { score: [0.5] } }, answers({ score: [0.5] }), []],
    ["another body", { body: [1] }, answers([2]), ["answered [2], wanted [1]"]],
    ["a member more", { body: { a: 1 } }, answers({ a: 1, b: 2 }), ['answered {"a":1,"b":2}, wanted {"a":1}']],
    ["numbers within the tolerance", { body: [100, { a: 1 }], tolerance: 0.01 }, answers([99, { a: 1.01 }]), []],
    ["numbers beyond it", { body: [100], tolerance: 0.01 }, answers([98]), ["answered [98], wanted [100]"]],
    ["an answer as fast as wanted", { milliseconds: 20 }, answers([1]), []],
    ["a slower one", { milliseconds: 19 }, answers([1]), ["it took 20 ms, wanted at most 19 ms"]],
    ["what live answers", { sameAsLive: true }, answers([1]), []],
    ["what live does not answer", { sameAsLive: true }, answers([1], [2]), ["answered [1], and live answers [2]"]],
    ["an answer of the schema", { schema: { type: "array", items: { type: "number" } } }, answers([1]), []],
    [
      "an answer that is not of the schema",
      { schema: { type: "array", items: { type: "number" } } },
      answers(["x"]),
      ["the answer does not fulfil its schema: data/0 must be number"],
    ],
  ];
  for (const [what, expect, ask, wanted] of table) {
    it(`judge ${what}`, async () => assert.deepEqual(await faults(expect, ask), wanted));
  }

  it("fail where nobody answers", async () => {
    const ask: Ask = async () => {
      throw new Error("connection refused");
    };
    assert.deepEqual(await faults({}, ask), ["no answer: connection refused"]);
  });

  it("go to the candidate, and to live only where both are compared", async () => {
    const asked: string[] = [];
    const ask: Ask = async (body, deployment) => {
      asked.push(`${deployment} ${JSON.stringify(body)}`);
      return { status: 200, body: 1, durationMs: 1 };
    };
    const requests: GoldenRequest[] = [
      { name: "alone", body: 1, expect: {} },
      { name: "compared", body: 2, expect: { sameAsLive: true } },
    ];
    await golden(requests, sides, ask);
    assert.deepEqual(asked, ["green 1", "green 2", "blue 2"]);
  });
});
