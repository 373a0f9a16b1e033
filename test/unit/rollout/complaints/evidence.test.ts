import { strict as assert } from "node:assert";
import { absolute, estimates, type Minute, planFaults } from "../../../../rollout";
import { measuredGates } from "../../../../runner/rollout/measured-gates";
import { run } from "../../../../runner/rollout/run";
import { RolloutAzure } from "../../runner/rollout-azure";
import type { RolloutStage } from "../../runner/rollout-stage";
import { quick } from "./plans";

type Counts = Pick<Minute, "requests" | "failed">;

/**
 * Not here, since they are about statistics alone and the gate that is there compares nothing: kayenta #426, #780, #799, #521
 * and spinnaker #6278 (sparse errors pass, 7 of 10 bad points pass, nobody can explain a score).
 */
describe("a verdict and what it rests on", function () {
  this.timeout(60_000);
  let azure: RolloutAzure;
  before(async () => {
    azure = await RolloutAzure.start();
  });
  after(() => azure.stop());

  /** A runner whose gates are those of the plan, about one minute of the candidate. */
  const measured = (at: RolloutStage, minute: Counts | Error) => {
    const minutes = async (_deployment: string, from: number): Promise<Minute[]> => {
      if (minute instanceof Error) throw minute;
      return [{ at: from, ...minute }];
    };
    const pause = async () => undefined;
    return at.runner({ gates: (intent, since, now) => measuredGates({ minutes }, intent, since, now, pause) });
  };

  describe("flagger #1035, #1353, #1011, argo #1905, #178, cloud-run-release-manager PR #42, kortix-ai/suna PR #3403: no or little traffic fails or promotes", () => {
    const little: [what: string, Counts | Error, hold: string][] = [
      ["no request at all", { requests: 0, failed: 0 }, "inconclusive"],
      ["three requests that all fail", { requests: 3, failed: 3 }, "inconclusive"],
      ["nineteen requests that are all fine", { requests: 19, failed: 0 }, "inconclusive"],
      ["metrics that nobody can read", new Error("503"), "metrics"],
    ];
    for (const [what, minute, hold] of little) {
      it(`${what}: neither goes on nor goes back, and says why`, async () => {
        const at = await azure.stage(quick());
        const ended = await run(measured(at, minute), at.readIntent);
        const { cursor, traffic } = await at.live();
        assert.deepEqual([ended.ending, cursor?.hold, traffic], ["held", hold, { blue: 90, green: 10 }]);
      });
    }

    it("enough requests: a verdict, in either direction", async () => {
      const good = await azure.stage(quick());
      assert.equal((await run(measured(good, { requests: 20, failed: 4 }), good.readIntent)).ending, "succeeded");
      const bad = await azure.stage(quick());
      assert.equal((await run(measured(bad, { requests: 20, failed: 5 }), bad.readIntent)).ending, "rolledBack");
    });

    it("the plan says which stages can't come to a verdict at the requests that there are", () => {
      const tooShort = (requestsPerMinute: number): string[] =>
        estimates(quick({ atMost: "30m" }), { requestsPerMinute, settleMinutes: 3 }).flatMap(({ stage, isTooShort }) =>
          isTooShort ? [stage] : [],
        );
      assert.deepEqual(tooShort(600), []);
      assert.deepEqual(tooShort(30), ["canary-10"]);
      assert.deepEqual(tooShort(1), ["canary-10", "canary-50", "full"]);
    });

    it("a stage that ends before it has a whole minute is refused when it is written", () => {
      const { stages } = quick();
      const hasty = stages.map((stage) =>
        stage.kind === "shift" ? { ...stage, minSeconds: 1, maxSeconds: 119 } : stage,
      );
      const faults = planFaults({ stages: hasty, gates: [absolute()], onInconclusive: "hold" });
      assert.deepEqual(
        faults.map(({ field }) => field),
        ["stages[2].maxSeconds", "stages[3].maxSeconds", "stages[4].maxSeconds"],
      );
    });
  });

  it("argo #1617: gates can't be tried without consequences; one that only observes fails, is blind, and nothing follows", async () => {
    const gates = [absolute({ mode: "observe" })];
    for (const minute of [{ requests: 100, failed: 100 }, new Error("503")]) {
      const at = await azure.stage(quick({ gates }));
      assert.equal((await run(measured(at, minute), at.readIntent)).ending, "succeeded");
      const told = JSON.stringify((await at.entries()).map(({ evidence }) => evidence));
      assert.match(
        told,
        minute instanceof Error ? /can't be read: 503/ : /"verdict":"fail","evidence":"at worst 100 of 100/,
      );
    }
  });

  describe("argo #4486, #4716, #4561: the way to test a candidate is lost half-way", () => {
    const plan = quick({ instances: [1, 2] });

    it("golden requests are answered again after each change of instances", async () => {
      const at = await azure.stage(plan);
      at.said = { ...at.said, candidateInstances: 3 };
      await at.up();
      assert.equal((await run(at.runner(), at.readIntent)).ending, "succeeded");
      assert.equal(at.smokes, 3);
    });

    it("new instances that do not answer them get no more requests", async () => {
      const at = await azure.stage(plan);
      at.said = { ...at.said, candidateInstances: 3 };
      await at.up();
      await at.reach("scale-for-canary-50");
      at.smoke = "fail";
      assert.equal((await run(at.runner(), at.readIntent)).ending, "rolledBack");
      assert.deepEqual((await at.live()).traffic, { blue: 100 });
    });
  });
});
