import { strict as assert } from "node:assert";
import { goBack } from "../../../runner/rollout/go-back";
import { RolloutAzure } from "./rollout-azure";
import type { RolloutStage } from "./rollout-stage";

describe("going back while an update is under way", () => {
  let azure: RolloutAzure;
  before(async () => {
    azure = await RolloutAzure.start();
  });
  after(() => azure.stop());

  /** A program that says canary-50 itself, with its weights. */
  async function said(): Promise<RolloutStage> {
    const at = await azure.stage();
    await at.up();
    at.said = { ...at.said, stage: "canary-50" };
    await at.up();
    await at.write({ blue: 50, green: 50 });
    return at;
  }

  /** Goes back while the update does this at each look, until there is nothing left to do. */
  async function back(at: RolloutStage, ...looks: (() => Promise<void>)[]) {
    let asked = 0;
    const step = await goBack(at.runner(), at.intent, async () => {
      const look = looks[asked++];
      await look?.();
      return look !== undefined;
    });
    const { traffic, cursor } = await at.live();
    return { did: step.decision.do, asked, traffic, status: cursor?.status, writes: await azure.writes(at) };
  }
  const nothing = async (): Promise<void> => undefined;

  it("is one write and two looks where none is", async () => {
    const { did, asked, traffic, status, writes } = await back(await said());
    assert.deepEqual(
      { did, asked, traffic, status },
      { did: "write", asked: 2, traffic: { blue: 100 }, status: "rolledBack" },
    );
    assert.deepEqual(writes, ['1 rolledBack 0: {"blue":100}']);
  });

  it("takes back what the update moves after it, however often", async () => {
    const at = await said();
    const moves = () => at.write({ blue: 50, green: 50 });
    const { asked, traffic, status, writes } = await back(at, nothing, moves, nothing, moves, nothing);
    assert.deepEqual({ asked, traffic, status }, { asked: 7, traffic: { blue: 100 }, status: "rolledBack" });
    const own = writes.filter((write) => write.endsWith('{"blue":100}'));
    assert.deepEqual(
      own.map((write) => write.split(" ")[0]),
      ["1", "2", "3"],
    );
  });

  it("does not end before the update does", async () => {
    const { asked, writes } = await back(await said(), ...Array.from({ length: 20 }, () => nothing));
    assert.deepEqual([asked, writes.length], [22, 1]);
  });

  it("asks nobody where there is nothing to take back", async () => {
    const at = await azure.stage();
    const { did, asked, traffic } = await back(at);
    assert.deepEqual({ did, asked, traffic }, { did: "refuse", asked: 0, traffic: { blue: 100 } });
  });
});
