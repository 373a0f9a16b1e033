import { strict as assert } from "node:assert";
import { absolute, canary, estimates } from "../../../rollout";

describe("what a plan is expected to need", () => {
  const plan = canary([1, 20], { mirror: 10, smoke: [{ name: "one", body: {}, expect: {} }] });
  const of = (requestsPerMinute: number, settleMinutes = 3) =>
    Object.fromEntries(estimates(plan, { requestsPerMinute, settleMinutes }).map((each) => [each.stage, each]));

  it("is nothing where the candidate is not asked", () => {
    const { provision, smoke, retire } = of(100);
    for (const stage of [provision, smoke, retire]) {
      assert.equal(stage?.requestsPerMinute, undefined);
      assert.equal(stage?.isTooShort, false);
    }
  });

  it("is the minutes until the gate has seen enough, those that settle, and the one under way", () => {
    // 20 requests at 12 a minute take 2 minutes.
    assert.deepEqual(of(60)["canary-20"], {
      ...{ stage: "canary-20", requestsPerMinute: 12, verdictMinutes: 6, worstFailed: 72, isTooShort: false },
    });
    assert.equal(of(60, 0)["canary-20"]?.verdictMinutes, 3);
  });

  it("never comes to a verdict where no window holds enough requests", () => {
    const tiny = of(60)["canary-1"]; // 0.6 a minute are 3 in a window of 5
    assert.deepEqual([tiny?.verdictMinutes, tiny?.isTooShort], [Infinity, true]);
    assert.equal(of(0)["full"]?.verdictMinutes, Infinity);
  });

  it("costs no user a request while a mirror copies them", () => {
    const { "mirror-10": mirror } = of(1000);
    assert.deepEqual([mirror?.requestsPerMinute, mirror?.worstFailed], [100, undefined]);
  });

  it("has no verdict without an enforcing gate", () => {
    const gates = [absolute({ mode: "observe" })];
    const [, first] = estimates(canary([10], { gates }), { requestsPerMinute: 100, settleMinutes: 3 });
    assert.deepEqual([first?.verdictMinutes, first?.worstFailed, first?.isTooShort], [undefined, undefined, false]);
  });
});
