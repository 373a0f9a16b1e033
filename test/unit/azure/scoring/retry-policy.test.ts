import { strict as assert } from "node:assert";
import fc from "fast-check";
import { type Ending, mayRepeat, pauseMs, RETRY } from "../../../../azure/scoring/retry-policy";

describe("what may be repeated", () => {
  const cases: readonly [ending: Ending, idempotent: boolean, unprocessed: boolean][] = [
    [{ status: 429 }, true, true],
    [{ status: 429, modelReason: "too_many_pending_request" }, true, true],
    [{ status: 424, modelReason: "model_not_ready" }, true, true],
    [{ status: 424, modelReason: "model_error" }, false, false],
    [{ status: 408 }, true, false],
    [{ status: 503 }, true, false],
    [{ status: 500 }, false, false],
    [{ status: 502 }, false, false],
    [{ status: 504 }, false, false],
    [{ status: 200 }, false, false],
    [{ status: 401 }, false, false],
    [{ status: 404 }, false, false],
    [{ failure: "unreachable" }, true, true],
    [{ failure: "lost" }, true, false],
    [{ failure: "timeout" }, true, false],
    [{ failure: "broken" }, false, false],
    [{ failure: "aborted" }, false, false],
    [{ failure: "credential" }, false, false],
  ];
  for (const [ending, idempotent, unprocessed] of cases) {
    it(`${JSON.stringify(ending)}: ${idempotent ? "yes" : "no"}, and of a model that counts ${unprocessed ? "yes" : "no"}`, () => {
      assert.deepEqual([mayRepeat(ending, "idempotent"), mayRepeat(ending, "unprocessed")], [idempotent, unprocessed]);
    });
  }
});

describe("the pause before the next try", () => {
  const pause = (ending: Ending, tries: number, chance = 1): number =>
    pauseMs(ending, RETRY, { tries, chance, now: 0 });

  it("is drawn below a bound that doubles up to its end", () => {
    assert.deepEqual(
      [1, 2, 3, 4, 8, 9].map((tries) => pause({ status: 503 }, tries)),
      [200, 400, 800, 1600, 20_000, 20_000],
    );
  });

  it("comes after what the service asks for, so that clients do not all come back at that moment", () => {
    assert.deepEqual(
      [0, 0.5, 1].map((chance) => pause({ status: 429, retryAfter: "3" }, 1, chance)),
      [3000, 3100, 3200],
    );
  });

  it("spans the rate limit's window where the service names no time", () => {
    assert.deepEqual([pause({ status: 429 }, 1), pause({ status: 429 }, 2)], [1000, 2000]);
    assert.equal(pause({ status: 429, modelReason: "too_many_pending_request" }, 1), 200);
  });

  it("is never shorter than asked for, and never longer than that and the bound", () => {
    const endings = fc.record({ status: fc.constantFrom(408, 429, 503), retryAfter: fc.nat(600).map(String) });
    const chances = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(endings, fc.integer({ min: 1, max: 50 }), chances, (ending, tries, chance) => {
        const [asked, found] = [Number(ending.retryAfter) * 1000, pause(ending, tries, chance)];
        return found >= asked && found <= asked + RETRY.maxMs;
      }),
    );
  });

  it("is spread over its whole range", () => {
    const shares = [0, 0.25, 0.5, 0.75, 1].map((chance) => pause({ failure: "lost" }, 2, chance));
    assert.deepEqual(shares, [0, 100, 200, 300, 400]);
  });
});
