import { strict as assert } from "node:assert";
import { followLog } from "../../../azure/follow-log";
import type { LogQuery } from "../../../azure/online-endpoints";

describe("following the log of a deployment", () => {
  it("tells what is new look by look, until its signal", async () => {
    const texts = ["a\n", "a\n", "a\nb\n"];
    const asked: LogQuery[] = [];
    const given = new AbortController();
    const endpoints = {
      logs: async (_endpoint: string, _deployment: string, query: LogQuery = {}) => {
        asked.push(query);
        return texts[Math.min(asked.length, texts.length) - 1] ?? "";
      },
    };
    const told: string[] = [];
    const { signal } = given;
    const of = { endpoint: "fraud", deployment: "blue", container: "InferenceServer" as const };
    for await (const { lines } of followLog(endpoints, { ...of, intervalMs: 0, signal })) {
      told.push(...lines);
      if (lines.includes("b")) given.abort();
    }
    assert.deepEqual(told, ["a", "b"]);
    assert.deepEqual(asked, Array(3).fill({ container: "InferenceServer", tail: 5000 }));
  });

  it("ends with the error where the deployment is gone", async () => {
    const endpoints = { logs: () => Promise.reject(new Error("there is no deployment blue")) };
    const followed = followLog(endpoints, { endpoint: "fraud", deployment: "blue" });
    await assert.rejects(async () => {
      await followed.next();
    }, /there is no deployment blue/);
  });
});
