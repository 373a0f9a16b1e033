import { strict as assert } from "node:assert";
import { canary } from "../../../rollout";
import { advance } from "../../../runner/rollout/advance";
import type { Surroundings } from "../../../runner/rollout/around";
import { Journal, type JournalEntry, JournalMoved } from "../../../runner/rollout/journal";
import { LeaseHeld } from "../../../runner/rollout/lease";
import { carryOut, run } from "../../../runner/rollout/run";
import { Random } from "../../kills/random";
import { RolloutAzure } from "./rollout-azure";
import type { RolloutStage } from "./rollout-stage";

const seed = Number(process.env["AZUREML_ROLLOUT_SEED"] ?? Date.now() % 1_000_000);
/** `AZUREML_ROLLOUT_KILLS=500 npm test -- test/unit/runner/rollout-run.test.ts` is the long proof. */
const kills = Number(process.env["AZUREML_ROLLOUT_KILLS"] ?? 25);

/** Minutes are played, and each is a look at the real control plane. */
const short = { atLeast: "2m", bake: "2m", retireAfter: "2m" };

describe(`a rollout at the real control plane (AZUREML_ROLLOUT_SEED=${seed})`, function () {
  this.timeout(0);
  let azure: RolloutAzure;
  before(async () => {
    azure = await RolloutAzure.start();
  });
  after(() => azure.stop());
  const stage = (plan = canary([10, 50], { ...short, smoke: [{ name: "one", body: {}, expect: {} }], mirror: 20 })) =>
    azure.stage(plan);
  const writes = (of: RolloutStage) => azure.writes(of);

  const whole = [
    '1 running 0: {"blue":100}',
    '2 running 1: {"blue":100}',
    '3 running 2: {"blue":100} mirror {"green":20}',
    '4 running 3: {"blue":90,"green":10}',
    '5 running 4: {"blue":50,"green":50}',
    '6 running 5: {"green":100}',
    '7 running 6: {"green":100}',
    '8 running 7: {"green":100}',
    '9 succeeded 7: {"green":100}',
  ];

  it("goes through all stages, weights and cursor in one write each, and the old deployment goes last", async () => {
    const at = await stage();
    const ended = await run(at.runner(), at.readIntent);
    assert.equal(ended.ending, "succeeded", ended.reason);
    assert.deepEqual(await writes(at), whole);
    assert.deepEqual([await at.has("blue"), await at.has("green"), at.ups], [false, true, 2]);
    const { entries } = await Journal.open(at.store);
    assert.equal(entries.filter(({ what }) => what === "written").length, whole.length);
    assert.equal((await run(at.runner(), at.readIntent)).ending, "succeeded");
    assert.equal((await writes(at)).length, whole.length, "a second run writes nothing");
  });

  it("rolls back in one write where a gate fails, and does not try that content again", async () => {
    const at = await stage();
    const ended = await run(at.runner(), at.readIntent, {
      onStep({ decision }) {
        if (decision.do === "write" && decision.cursor.stage === 4) at.verdict = "fail";
      },
    });
    assert.equal(ended.ending, "rolledBack", ended.reason);
    assert.deepEqual((await writes(at)).slice(5), ['6 rolledBack 4: {"blue":100}']);
    assert.equal((await run(at.runner(), at.readIntent)).ending, "rolledBack");
    await at.up();
    assert.equal(await at.has("green"), false, "the next up takes the candidate away");
    await at.up();
    assert.equal(await at.has("green"), false, "and does not make it again");
  });

  it("gives no request to a candidate that fails a golden one", async () => {
    const at = await stage();
    at.smoke = "fail";
    assert.equal((await run(at.runner(), at.readIntent)).ending, "rolledBack");
    assert.ok((await writes(at)).every((write) => /\{"blue":100\}$/.test(write)));
  });

  it("stands still where somebody else moves the weights, and goes back when it is aborted", async () => {
    const at = await stage();
    const around = at.runner();
    await at.reach("canary-10", around);
    await at.write({ blue: 70, green: 30 });

    const ended = await run(around, at.readIntent);
    assert.deepEqual([ended.ending, (await at.live()).cursor?.hold], ["held", "weights"]);
    assert.deepEqual((await at.live()).traffic, { blue: 70, green: 30 }, "nothing is moved");
    const { decision } = await advance(around, at.intent, "resume");
    assert.equal(decision.do, "refuse", decision.reason);
    await carryOut(around, at.intent, "abort");
    assert.deepEqual([(await at.live()).traffic, (await at.live()).cursor?.status], [{ blue: 100 }, "rolledBack"]);
  });

  it("carries out what somebody asks for also where the tag is gone, and does not take its return for that", async () => {
    const at = await stage();
    const around = at.runner();
    while ((await at.live()).cursor?.stage !== 3) {
      const { decision } = await advance(around, at.intent);
      if (decision.do === "wait") at.time += decision.seconds ?? 1;
    }
    await at.write((await at.live()).traffic, {});
    assert.equal((await at.live()).cursor, undefined);
    await carryOut(around, at.intent, "pause");
    assert.deepEqual([(await at.live()).cursor?.hold, (await at.live()).cursor?.stage], ["paused", 3]);
  });

  it("takes back a candidate that was made anew after its stage began, and not one of the second in which it began", async () => {
    const at = await stage();
    await at.reach("canary-10");
    const since = (await at.live()).cursor?.since ?? 0;
    const around = at.runner();
    const madeAfter = (milliseconds: number): Surroundings => ({
      ...around,
      service: {
        ...around.service,
        listDeployments: async (endpoint) => {
          const createdAt = new Date(since * 1000 + milliseconds).toISOString();
          const all = await around.service.listDeployments(endpoint);
          return all.map((each) => (each.name === "green" ? { ...each, systemData: { createdAt } } : each));
        },
      },
    });
    assert.equal((await advance(madeAfter(900), at.intent)).decision.do, "wait");
    const { decision } = await advance(madeAfter(1000), at.intent);
    assert.equal(decision.reason, "green was made anew meanwhile");
  });

  it("waits for an agreement, and goes back where nobody gives it in time", async () => {
    const at = await stage(canary([], { ...short, approval: { expires: "10m" } }));
    const around = at.runner();
    const ended = await run(around, at.readIntent);
    assert.deepEqual(
      [ended.ending, await writes(at)],
      ["rolledBack", ['1 running 0: {"blue":100}', '2 rolledBack 0: {"blue":100}']],
    );

    const other = await stage(canary([], { ...short, approval: {} }));
    const second = other.runner();
    for (let steps = 0; (await other.live()).cursor === undefined || steps < 3; steps++)
      await advance(second, other.intent);
    assert.equal((await advance(second, other.intent)).decision.do, "wait");
    await carryOut(second, other.intent, "promote");
    assert.equal((await run(second, other.readIntent)).ending, "succeeded");
  });

  it(`comes to the same end with a runner that dies ${kills} times at random, and writes nothing twice`, async () => {
    const random = new Random(seed);
    let died = 0;
    while (died < kills) {
      const at = await stage();
      for (let done = false; !done;) {
        const around = mortal(at.runner(), random, at);
        try {
          done = (await run(around, at.readIntent)).ending === "succeeded";
        } catch (error) {
          assert.ok(error instanceof Killed, String(error));
          died += 1;
        }
      }
      assert.deepEqual(await writes(at), whole);
      await Journal.open(at.store);
    }
  });

  it("is written once by two runners that lose their lease at random moments", async () => {
    const random = new Random(seed);
    let lost = 0;
    for (let round = 0; round < Math.ceil(kills / 5); round++) {
      const at = await stage();
      let owner: symbol | undefined;
      let failed = false;
      const runner = async (): Promise<string> => {
        for (;;) {
          const me = Symbol("a runner");
          while (owner !== undefined && !failed) await new Promise(setImmediate);
          assert.ok(!failed, "the other runner failed");
          owner = me;
          const check = (): void => {
            if (owner !== me) throw new LeaseHeld("a test");
          };
          const around = at.runner({ lease: { check, release: async () => undefined } });
          const gates: Surroundings["gates"] = async (...about) => {
            if (random.below(4) === 0 && owner === me) owner = undefined;
            await new Promise((resolve) => setTimeout(resolve, random.below(10)));
            return around.gates(...about);
          };
          try {
            const { ending } = await run({ ...around, gates }, at.readIntent);
            return ending;
          } catch (error) {
            failed = !(error instanceof LeaseHeld || error instanceof JournalMoved);
            if (failed) throw error;
            lost += 1;
          } finally {
            if (owner === me) owner = undefined;
          }
        }
      };
      assert.deepEqual(await Promise.all([runner(), runner()]), ["succeeded", "succeeded"]);
      assert.deepEqual(await writes(at), whole);
    }
    assert.ok(lost > 0, "no lease was ever lost");
  });
});

class Killed extends Error {}

/** A runner that is killed at random, before or after anything that it does. */
function mortal(around: Surroundings, random: Random, at: RolloutStage): Surroundings {
  const risk = (): void => {
    if (random.below(12) === 0) throw new Killed();
  };
  const risky =
    <Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      risk();
      const result = await work(...args);
      risk();
      return result;
    };
  const { service, journal } = around;
  return {
    ...around,
    service: {
      ...service,
      put: risky((name, body, seconds) => service.put(name, body, seconds)),
    },
    journal: async () => {
      const opened = await journal();
      const append = opened.append.bind(opened);
      opened.append = async (entry: JournalEntry) => {
        if (random.below(20) === 0) {
          at.text += JSON.stringify(entry).slice(0, 20); // cut off in the middle
          throw new Killed();
        }
        await append(entry);
        risk();
      };
      return opened;
    },
    up: risky(around.up),
    smoke: risky(around.smoke),
  };
}
