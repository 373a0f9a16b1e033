import assert from "node:assert/strict";
import fc from "fast-check";
import { Latencies } from "../../../cli/endpoint/latency-summary";

describe("the summary of many requests", () => {
  it("counts by status and by what kept answers from coming, and measures those that got 200", () => {
    const latencies = new Latencies();
    for (let time = 1; time <= 100; time += 1) latencies.add(200, 101 - time);
    latencies.add(429, 5000);
    latencies.add("timeout", 200_000);
    latencies.add(429, 1);
    assert.deepEqual(latencies.summary(2), {
      count: 103,
      failed: 3,
      byStatus: { "200": 100, "429": 2, "timeout": 1 },
      milliseconds: { p50: 50, p90: 90, p95: 95, p99: 99, most: 100 },
      seconds: 2,
      requestsPerSecond: 51.5,
    });
  });

  it("has no times where nothing got 200", () => {
    const latencies = new Latencies();
    latencies.add("unreachable", 3);
    const { milliseconds, failed } = latencies.summary(0);
    assert.deepEqual(milliseconds, { p50: null, p90: null, p95: null, p99: null, most: null });
    assert.equal(failed, 1);
  });

  it("has for each percentile the smallest time that so many did not exceed", () => {
    const times = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(times, (given) => {
        const latencies = new Latencies();
        for (const time of given) latencies.add(200, time);
        const { p50, p90, p95, p99 } = latencies.summary(1).milliseconds;
        for (const [percent, value] of Object.entries({ 50: p50, 90: p90, 95: p95, 99: p99 })) {
          const within = (most: number): number => given.filter((time) => time <= most).length;
          assert.ok(value !== null && within(value) >= (given.length * Number(percent)) / 100);
          assert.ok(within(value - 1) < (given.length * Number(percent)) / 100);
        }
      }),
    );
  });
});
