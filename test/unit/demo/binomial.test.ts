import assert from "node:assert/strict";
import fc from "fast-check";
import { binomialRange } from "../../../examples/demo/act-1/binomial";

describe("the range of counts that chance leaves", () => {
  // Expected from SciPy 1.17: the first count whose `binom.cdf`, and the last whose `binom.sf(k - 1)`, exceeds doubt / 2.
  const table: [trials: number, probability: number, doubt: number, least: number, most: number][] = [
    [1000, 0.1, 1e-6, 57, 149],
    [1000, 0.1, 0.05, 82, 119],
    [10, 0.5, 0.05, 2, 8],
    [100, 0.9, 0.01, 82, 97],
    [5, 0, 0.05, 0, 0],
    [5, 1, 0.05, 5, 5],
  ];
  for (const [trials, probability, doubt, least, most] of table) {
    it(`of ${trials} at ${probability}, with a doubt of ${doubt}, is ${least} to ${most}`, () => {
      assert.deepEqual(binomialRange(trials, probability, doubt), { least, most });
    });
  }

  it("holds the expected count, and mirrors with the probability", () => {
    const trials = fc.integer({ min: 1, max: 3000 });
    const probability = fc.integer({ min: 1, max: 99 }).map((percent) => percent / 100);
    fc.assert(
      fc.property(trials, probability, (n, p) => {
        const { least, most } = binomialRange(n, p, 0.01);
        assert.ok(least <= Math.ceil(n * p) && Math.floor(n * p) <= most);
        assert.deepEqual(binomialRange(n, 1 - p, 0.01), { least: n - most, most: n - least });
      }),
    );
  });
});
