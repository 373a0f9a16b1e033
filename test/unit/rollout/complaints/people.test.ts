import { strict as assert } from "node:assert";
import type { Plan } from "../../../../rollout";
import { withoutLease } from "../../../../runner/rollout/lease";
import { type OnNewVersion, programFirst } from "../../../../runner/rollout/program-first";
import { carryOut, run } from "../../../../runner/rollout/run";
import { skip } from "../../../skip";
import { RolloutAzure } from "../../runner/rollout-azure";
import type { RolloutStage } from "../../runner/rollout-stage";
import { quick } from "./plans";

const HOUR = 3600;

describe("releases and people that come in between", function () {
  this.timeout(60_000);
  let azure: RolloutAzure;
  before(async () => {
    azure = await RolloutAzure.start();
  });
  after(() => azure.stop());

  describe("argo #1372, #1852, #3331, #4975: a new release takes the place of the one on its way, whatever one wants", () => {
    const began = async (): Promise<RolloutStage> => {
      const at = await azure.stage(quick());
      await at.reach("canary-10");
      at.said = { ...at.said, candidateContent: "2".repeat(12) };
      return at;
    };
    const first = (at: RolloutStage, onNewVersion?: OnNewVersion) =>
      programFirst(at.open(), at.runner(), { onNewVersion });

    it("refuses it by default, says what else there is, and moves nothing", async () => {
      const at = await began();
      const before = await at.live();
      await assert.rejects(first(at), ({ message, hint }) => {
        assert.match(message, /a rollout from blue to green is under way/);
        return /queue ends the one under way first, supersede takes it back/.test(hint);
      });
      assert.deepEqual(await at.live(), before);
    });

    it("lets it wait for the end of the other one", async () => {
      const at = await began();
      await first(at, "queue");
      const { cursor, traffic } = await at.live();
      assert.deepEqual(
        [cursor?.status, cursor?.candidateContent, traffic],
        ["succeeded", "1".repeat(12), { green: 100 }],
      );
      assert.equal(at.intent.candidateContent, "2".repeat(12));
    });

    it("takes the other one back for it", async () => {
      const at = await began();
      await first(at, "supersede");
      const { cursor, traffic } = await at.live();
      assert.deepEqual([cursor?.status, traffic], ["rolledBack", { blue: 100 }]);
      assert.equal((await run(at.runner(), at.readIntent)).ending, "succeeded");
      assert.equal((await at.live()).cursor?.candidateContent, "2".repeat(12));
    });
  });

  describe("flagger #1344, #1017, #1432, argo #2200, containers-roadmap #229: gates for people are clumsy", () => {
    const waiting = async (onExpiry: "rollback" | "hold" = "rollback"): Promise<RolloutStage> => {
      const at = await azure.stage(quick({ approval: { expires: "2h", onExpiry } }));
      await at.reach("canary-50");
      at.time += 60;
      assert.equal(await at.step(), "wait");
      return at;
    };

    for (const where of ["waits for an agreement", "was paused", "has no verdict"]) {
      it(`listens to an abort while it ${where}`, async () => {
        const at = await waiting();
        if (where === "was paused") await carryOut(at.runner(), at.intent, "pause");
        if (where === "has no verdict") {
          at.verdict = "inconclusive";
          at.time += 300;
          await at.step();
        }
        const before = await azure.writes(at);
        await carryOut(at.runner({ lease: withoutLease }), at.intent, "abort");
        assert.equal((await azure.writes(at)).length, before.length + 1);
        assert.deepEqual((await at.live()).traffic, { blue: 100 });
        assert.equal(await at.step(), "rolledBack");
      });
    }

    it("is agreed to from anywhere, once, and the journal says by whom", async () => {
      const at = await waiting();
      await carryOut(at.runner({ lease: withoutLease, by: "ada@ci" }), at.intent, "promote");
      assert.equal(await at.step(), "write");
      assert.deepEqual((await at.live()).traffic, { green: 100 });
      const agreed = (await at.entries()).filter(({ reason }) => reason === "somebody agreed to full");
      assert.deepEqual([...new Set(agreed.map(({ by }) => by))], ["ada@ci"]);
    });

    it("looks at the gates again after somebody agreed", async () => {
      const at = await waiting();
      await carryOut(at.runner(), at.intent, "promote");
      at.verdict = "fail";
      assert.equal((await run(at.runner(), at.readIntent)).ending, "rolledBack");
    });

    for (const [onExpiry, ending, traffic] of [
      ["rollback", "rolledBack", { blue: 100 }],
      ["hold", "held", { blue: 50, green: 50 }],
    ] as const) {
      it(`does what the plan says where nobody agrees in time: ${onExpiry}`, async () => {
        const at = await waiting(onExpiry);
        at.time += 2 * HOUR - 61;
        assert.equal(await at.step(), "wait", "a second before");
        assert.equal((await run(at.runner(), at.readIntent)).ending, ending);
        assert.deepEqual((await at.live()).traffic, traffic);
      });
    }

    it("waits for a year where it was paused, and its times begin anew then", async () => {
      const at = await waiting();
      await carryOut(at.runner(), at.intent, "pause");
      at.time += 365 * 24 * HOUR;
      assert.equal(await at.step(), "held");
      const then = Math.floor(at.time);
      await carryOut(at.runner(), at.intent, "resume");
      assert.equal(await at.step(), "wait");
      assert.equal((await at.live()).cursor?.since, then);
    });
  });

  describe("argo #4732: nobody knows how long it took and whose fault the wait was", () => {
    it("has in the journal when each stage began, when somebody agreed, and who did it", async () => {
      const plan: Plan = quick({ approval: { expires: "2h" } });
      const at = await azure.stage(plan);
      await at.reach("canary-50");
      at.time += 60 + HOUR;
      await carryOut(at.runner({ by: "ada" }), at.intent, "promote");
      await at.reach("full");
      const written = (await at.entries()).filter(({ what }) => what === "written");
      const times = written.map(({ at: time, by }) => `${Math.round(Date.parse(time) / 1000)} ${by}`);
      const [asked, agreed, full] = times.slice(-3).map((each) => Number(each.split(" ")[0]));
      assert.ok(asked !== undefined && agreed !== undefined && full !== undefined);
      assert.equal(times.at(-2)?.split(" ")[1], "ada");
      assert.ok(agreed - asked >= HOUR + 60 && agreed - asked < HOUR + 65, `${agreed - asked} s`);
      assert.ok(full - agreed < 5, `${full - agreed} s`);
    });

    it("splits the time into work, bake and waiting for people", function () {
      skip(this, "there is no report yet that says so; the journal has all that it needs");
    });
  });
});
