import { strict as assert } from "node:assert";
import { RolloutExit } from "../../../../cli/rollout/options";
import { advance } from "../../../../runner/rollout/advance";
import type { Surroundings } from "../../../../runner/rollout/around";
import { run } from "../../../../runner/rollout/run";
import { deployment } from "../../emulator-arm/bodies";
import { RolloutAzure } from "../../runner/rollout-azure";
import type { RolloutStage } from "../../runner/rollout-stage";
import { quick } from "./plans";

/** Sleeps so long that what a write waits for is soon over. */
const impatient = (at: RolloutStage): Pick<Surroundings, "sleep"> => ({ sleep: async () => void (at.time += 600) });

/**
 * What users of other tools complain about, and what a rollout does instead. The other half of these is in
 * `test/component/rollout-complaints.test.ts` and `test/engine/rollout-complaints.test.ts`.
 */
describe("what is said is what is live", function () {
  this.timeout(60_000);
  let azure: RolloutAzure;
  before(async () => {
    azure = await RolloutAzure.start();
  });
  afterEach(() => azure.local.open());
  after(() => azure.stop());

  describe("terraform-provider-aws #46663, #48997, PR #49020: it reports success after the service went back", () => {
    it("has an ending and an exit code for a rollback, and no later run calls it a success", async () => {
      const at = await azure.stage(quick());
      await at.reach("canary-50");
      at.verdict = "fail";
      for (const time of ["first", "second"])
        assert.equal((await run(at.runner(), at.readIntent)).ending, "rolledBack", time);
      // `test/end-to-end/rollout/commands.test.ts` sees the command end with it.
      const codes = [0, 1, 2, ...Object.values(RolloutExit)];
      assert.equal(new Set(codes).size, codes.length);
    });

    it("does not call a write done that the service says yes to and does not do", async () => {
      const at = await azure.stage(quick());
      const { service } = at.runner();
      const around = at.runner({ ...impatient(at), service: { ...service, put: async () => undefined } });
      await assert.rejects(advance(around, at.intent), /what was written does not show/);
      assert.ok((await at.entries()).every(({ what }) => what !== "written"));
    });

    it("does not call a write done that the service takes back right after it", async () => {
      const at = await azure.stage(quick());
      await at.reach("canary-10");
      const { service } = at.runner();
      const before = await at.live();
      const { body } = await azure.local.get(at.path);
      let isTaken = false;
      const get: typeof service.get = async (name) => {
        const seen = await service.get(name);
        if (isTaken) await at.write(before.traffic, body.tags);
        isTaken = false;
        return seen;
      };
      const put: typeof service.put = async (...about) => {
        await service.put(...about);
        isTaken = true;
      };
      at.time += 60;
      const around = at.runner({ ...impatient(at), service: { ...service, get, put } });
      await assert.rejects(advance(around, at.intent), /what was written does not show/);
      const last = (await at.entries()).findLast(({ what }) => what === "written");
      assert.match(JSON.stringify(last?.evidence), /"green":10/);
    });

    for (const verdict of ["pass", "fail"] as const) {
      it(`deletes nothing that has traffic, whenever an update comes: ${verdict}`, async () => {
        const at = await azure.stage(quick());
        for (let isOver = false; !isOver;) {
          const step = await at.step();
          isOver = step === "succeeded" || step === "rolledBack";
          if ((await at.live()).cursor?.stage === 3) at.verdict = verdict;
          if (step === "wait") at.time += 60;
          await at.up();
          const { traffic } = await at.live();
          for (const name of Object.keys(traffic)) assert.ok(await at.has(name), `${name} after ${step}`);
        }
        const deletes = (await azure.requests(at)).filter(({ method }) => method === "DELETE");
        assert.deepEqual(
          deletes.map(({ path, status }) => [path.split("/").at(-1), status < 300]),
          [[verdict === "pass" ? "blue" : "green", true]],
        );
      });
    }
  });

  describe("azure-dev PR #3881, azure-sdk-for-net #36961, kserve #2130: the service is late and takes one write at a time", () => {
    it("waits until two reads in a row show a write, and writes nothing on an old read", async () => {
      const at = await azure.stage(quick());
      const id = azure.local.faults.add({ kind: "stale-read", path: `*/onlineEndpoints/${at.name}`, reads: 3 });
      const ended = await run(at.runner(), at.readIntent);
      azure.local.faults.remove(id);
      assert.equal(ended.ending, "succeeded", ended.reason);
      const sequences = (await azure.writes(at)).map((write) => Number(write.split(" ")[0]));
      assert.deepEqual(
        sequences,
        sequences.map((_, index) => index + 1),
      );
    });

    it("sends nothing to an endpoint that is being updated, neither weights nor a deployment", async () => {
      const at = await azure.stage(quick());
      await at.step();
      azure.local.hold();
      const state = async () => (await azure.local.get(at.path)).body.properties.provisioningState;
      const written = at.write({ blue: 100 });
      while ((await state()) === "Succeeded") await new Promise(setImmediate);
      const asked = (await azure.requests(at)).length;
      for (const command of [undefined, "pause", "abort"] as const) assert.equal(await at.step(command), "wait");
      azure.local.open();
      await written;
      assert.ok(!(await azure.requests(at)).slice(asked).some(({ method }) => method === "PUT"));
      assert.equal(at.ups, 0);
    });
  });

  it("terraform-provider-aws PR #49069: an update resets the instances that autoscale gave; a runner writes no deployment", async () => {
    const at = await azure.stage(quick());
    await at.reach("canary-10");
    const sku = { name: "Default", capacity: 4 };
    await azure.local.finish("PUT", `${at.path}/deployments/green`, deployment(azure.local, {}, { sku }));
    const before = await azure.requests(at);
    await at.reach("retire");
    await at.up();
    const { body } = await azure.local.get(`${at.path}/deployments/green`);
    assert.equal(body.sku.capacity, 4);
    const since = (await azure.requests(at)).slice(before.length);
    assert.deepEqual(
      since.filter(({ method, path }) => method === "PUT" && path.includes("/deployments/")),
      [],
    );
  });

  it("kserve #3085: a canary that is fine waits for somebody; without an approval in the plan nobody has to come", async () => {
    const at = await azure.stage(quick());
    assert.equal((await run(at.runner({ by: "ci" }), at.readIntent)).ending, "succeeded");
    assert.ok((await at.entries()).every(({ by }) => by === "ci"));
  });
});
