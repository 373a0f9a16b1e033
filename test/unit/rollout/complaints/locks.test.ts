import { strict as assert } from "node:assert";
import { LeaseHeld } from "../../../../runner/rollout/lease";
import { advance } from "../../../../runner/rollout/advance";
import { run } from "../../../../runner/rollout/run";
import { RolloutAzure } from "../../runner/rollout-azure";
import { quick } from "./plans";

/**
 * What becomes of a dead lock and of pending operations is in `test/unit/runner/rollout-program.test.ts`, the lease that
 * Azure has in `test/end-to-end/rollout/commands.test.ts`.
 */
describe("pulumi #3600, #4939, #4265, #5945: no lock over several operations, and a killed update leaves the rest to people", function () {
  this.timeout(60_000);
  let azure: RolloutAzure;
  before(async () => {
    azure = await RolloutAzure.start();
  });
  after(() => azure.stop());

  it("has a lease over all of a rollout: a runner that lost it writes nothing, at any stage", async () => {
    const at = await azure.stage(quick());
    const check = () => {
      throw new LeaseHeld("a test");
    };
    const overtaken = at.runner({ lease: { check, release: async () => undefined } });
    const stages = ["provision", "smoke", "canary-10", "canary-50", "full", "bake", "retire"];
    for (const [index, stage] of stages.entries()) {
      await at.reach(stage);
      const before = await at.live();
      at.time += 60;
      if (index === 0) await at.up(); // the candidate is there, so that there is something to write
      await assert.rejects(advance(overtaken, at.intent), LeaseHeld, stage);
      assert.deepEqual(await at.live(), before, stage);
    }
    assert.equal((await run(at.runner(), at.readIntent)).ending, "succeeded");
  });

  it("tells the next update that the one before was cut off, and when, until one comes to a good end", async () => {
    const at = await azure.stage(quick());
    await at.reach("provision");
    const told: (number | undefined)[] = [];
    const began = Math.floor(at.time);
    for (const isKilled of [true, true, false, false]) {
      const up = async (cutOff: Date | undefined): Promise<void> => {
        told.push(cutOff && Math.floor(cutOff.getTime() / 1000));
        at.time += 10;
        if (isKilled) throw new Error("killed");
      };
      await advance(at.runner({ up }), at.intent).catch(({ message }) => assert.equal(message, "killed"));
    }
    assert.deepEqual(told, [undefined, began, began, undefined]);
  });
});
