import { strict as assert } from "node:assert";
import { absolute, type Gate, type Minute } from "../../../rollout";
import { measuredGates, type MetricSource } from "../../../runner/rollout/measured-gates";
import { intent } from "../rollout/situations";

const minute: Minute = { at: 60, requests: 20, failed: 20 };

describe("measured gates", () => {
  /** Judges what a source says, and tells how often it was asked and for how long one waited before. */
  async function judged(gates: readonly Gate[], minutes: MetricSource["minutes"]) {
    const pauses: number[] = [];
    const asked: unknown[][] = [];
    const source: MetricSource = {
      minutes: (...about) => {
        asked.push(about);
        return minutes(...about);
      },
    };
    const said = { ...intent, plan: { ...intent.plan, gates } };
    const results = await measuredGates(source, said, 60, 600, async (milliseconds) => void pauses.push(milliseconds));
    return { results, pauses, asked };
  }
  const refusing = (times: number, answer: Minute[] = [minute]): MetricSource["minutes"] => {
    let left = times;
    return async () => {
      if (left-- > 0) throw new Error(`503, ${left} more`);
      return answer;
    };
  };

  it("ask once for all gates, about the candidate since the stage began", async () => {
    const gates = [absolute(), absolute({ name: "lenient", maxErrorShare: 0.99, minRequests: 100 })];
    const { results, asked, pauses } = await judged(gates, async () => [minute]);
    assert.deepEqual(
      results.map(({ gate, verdict, isBlind }) => [gate, verdict, isBlind]),
      [
        ["absolute", "fail", undefined],
        ["lenient", "inconclusive", undefined],
      ],
    );
    assert.deepEqual([asked, pauses], [[["green", 60, 600]], []]);
  });

  it("ask nobody where the plan has none", async () => {
    const { results, asked } = await judged([], refusing(1));
    assert.deepEqual([results, asked], [[], []]);
  });

  it("ask again, each time after twice the time", async () => {
    const { results, pauses } = await judged([absolute()], refusing(5));
    assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 16_000]);
    assert.equal(results[0]?.verdict, "fail");
  });

  it("are inconclusive and blind where nobody ever answers, and say why", async () => {
    const { results, asked } = await judged([absolute(), absolute({ name: "seen", mode: "observe" })], refusing(6));
    assert.equal(asked.length, 6);
    const blind = { verdict: "inconclusive", evidence: "the metrics can't be read: 503, 0 more", isBlind: true };
    assert.deepEqual(results, [
      { gate: "absolute", mode: "enforce", ...blind },
      { gate: "seen", mode: "observe", ...blind },
    ]);
  });

  it("come to the same verdict whenever they are asked anew", async () => {
    const first = await judged([absolute()], async () => [minute]);
    const again = await judged([absolute()], refusing(2));
    assert.deepEqual(again.results, first.results);
  });
});
