import { strict as assert } from "node:assert";
import { blueGreen } from "../../../../rollout";
import { brokenInvariants } from "../../../../rollout/invariants";
import type { Standing } from "../../../../rollout/situation";
import { rollBack, nextStage } from "../../../../rollout/steps";
import { carryOut, run } from "../../../../runner/rollout/run";
import { deployment } from "../../emulator-arm/bodies";
import { RolloutAzure } from "../../runner/rollout-azure";
import { situationAt } from "../situations";
import { quick, smoke } from "./plans";

describe("the way there and back", function () {
  this.timeout(60_000);
  let azure: RolloutAzure;
  before(async () => {
    azure = await RolloutAzure.start();
  });
  afterEach(() => azure.local.open());
  after(() => azure.stop());

  describe("argo #574, #2168, #2939, flagger #616, #1800: going back after a promotion walks through all steps again", () => {
    for (const stage of ["canary-10", "canary-50", "full", "bake", "retire"]) {
      it(`goes back from ${stage} in one write, at once and without a verdict`, async () => {
        const at = await azure.stage(quick());
        await at.reach(stage);
        at.verdict = "inconclusive";
        const before = await azure.writes(at);
        await carryOut(at.runner(), at.intent, "abort");
        const [write = "", ...more] = (await azure.writes(at)).slice(before.length);
        assert.match(write, /^\d+ rolledBack \d: \{"blue":100\}$/);
        assert.deepEqual([more, await at.has("blue")], [[], true]);
      });
    }

    it("goes back later by a plan of readiness and golden requests alone", async () => {
      const at = await azure.stage(quick());
      assert.equal((await run(at.runner(), at.readIntent)).ending, "succeeded");
      const [live, candidate] = ["green", "blue"];
      const plan = blueGreen({ smoke, atLeast: "0s", bake: "0s", retireAfter: "24h" });
      at.said = { ...at.said, plan, live, candidate, liveContent: "1".repeat(12), candidateContent: "0".repeat(12) };
      await at.up();
      const before = await azure.writes(at);
      const began = at.time;
      await at.reach("full");
      const writes = (await azure.writes(at)).slice(before.length);
      assert.deepEqual(
        writes.map((write) => write.replace(/^\d+ /, "")),
        ['running 0: {"green":100}', 'running 1: {"green":100}', 'running 2: {"blue":100}'],
      );
      assert.ok(at.time - began < 10, `${at.time - began} s`);
    });
  });

  describe("argo #587, #3420, #3586, #4612, #4841: traffic reaches what is not ready, or does not come back from it", () => {
    it("gives nothing to a deployment that is still coming up", async () => {
      const at = await azure.stage(quick());
      const path = `${at.path}/deployments/green`;
      const around = at.runner({ up: async () => void (await azure.local.put(path, deployment(azure.local))) });
      await at.reach("provision", around);
      azure.local.hold();
      assert.equal(await at.step(undefined, around), "up");
      for (const command of [undefined, "promote", undefined] as const) {
        assert.equal(await at.step(command, around), "wait");
        at.time += 60;
      }
      assert.deepEqual(await azure.writes(at), ['1 running 0: {"blue":100}']);
      azure.local.open();
      await at.reach("canary-10", around);
    });

    it("gives no more to a deployment that is being changed", async () => {
      const at = await azure.stage(quick());
      await at.reach("canary-10");
      at.time += 60;
      azure.local.hold();
      const sku = { name: "Default", capacity: 2 };
      await azure.local.put(`${at.path}/deployments/green`, deployment(azure.local, {}, { sku }));
      for (const command of [undefined, "promote"] as const) assert.equal(await at.step(command), "wait");
      assert.deepEqual((await at.live()).traffic, { blue: 90, green: 10 });
      azure.local.open();
      await at.reach("canary-50");
    });

    for (const standing of ["missing", "busy", "failed"] as const satisfies readonly Standing[]) {
      it(`has a second look at each write, which refuses requests for a deployment that is ${standing}`, () => {
        const situation = situationAt({ stage: 3 }, { candidate: standing, verdict: "pass" });
        const { cursor } = situation.endpoint;
        assert.ok(cursor);
        const write = nextStage(situation, cursor, "a test");
        assert.deepEqual(brokenInvariants(situation, write), ["only a ready deployment gets more requests"]);
        const back = rollBack(situation, cursor, "a test");
        assert.deepEqual(back.do === "write" && brokenInvariants(situation, back), []);
      });
    }

    for (const stage of ["mirror-20", "canary-50"]) {
      it(`takes live and mirrored traffic to zero where it is aborted at ${stage}, and does not say so before it is`, async () => {
        const at = await azure.stage(quick({ mirror: 20 }));
        await at.reach(stage);
        const { service } = at.runner();
        const sleep = async () => void (at.time += 600);
        const lost = at.runner({ sleep, service: { ...service, put: async () => undefined } });
        await assert.rejects(carryOut(lost, at.intent, "abort"), /does not show/);
        await carryOut(at.runner(), at.intent, "abort");
        const { traffic, mirror } = await at.live();
        assert.deepEqual({ traffic, mirror }, { traffic: { blue: 100 }, mirror: {} });
      });
    }
  });

  it("argo #2929, argo-cd #9570: a version that was rejected is tried again by itself", async () => {
    const at = await azure.stage(quick());
    await at.reach("canary-10");
    at.verdict = "fail";
    assert.equal((await run(at.runner(), at.readIntent)).ending, "rolledBack");
    at.verdict = "pass";
    const before = await azure.writes(at);
    for (const time of ["first", "second"]) {
      await at.up();
      assert.equal((await run(at.runner(), at.readIntent)).ending, "rolledBack", time);
      assert.equal(await at.has("green"), false, time);
    }
    assert.deepEqual(await azure.writes(at), before);
    await carryOut(at.runner(), at.intent, "retry");
    assert.equal((await azure.writes(at)).length, before.length + 1, "somebody says so");
    await carryOut(at.runner(), at.intent, "abort");
    await at.up();
    at.said = { ...at.said, candidateContent: "2".repeat(12) };
    await at.up();
    assert.equal((await run(at.runner(), at.readIntent)).ending, "succeeded", "another content is another matter");
  });
});
