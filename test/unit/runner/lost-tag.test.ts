import { strict as assert } from "node:assert";
import type { Command } from "../../../rollout/situation";
import { carryOut } from "../../../runner/rollout/run";
import { RolloutAzure } from "./rollout-azure";

describe("an order to a rollout whose tag some other tool took away", () => {
  let azure: RolloutAzure;
  before(async () => {
    azure = await RolloutAzure.start();
  });
  after(() => azure.stop());

  const table: [command: Command, status: string, traffic: object][] = [
    ["abort", "rolledBack", { blue: 100 }],
    ["pause", "held", { blue: 90, green: 10 }],
    ["promote", "running", { blue: 50, green: 50 }],
  ];
  for (const [command, status, traffic] of table) {
    it(`is carried out: ${command}`, async () => {
      const at = await azure.stage();
      await at.reach("canary-10");
      await at.write({ blue: 90, green: 10 }, {});
      await carryOut(at.runner(), at.intent, command);
      const live = await at.live();
      assert.deepEqual([live.cursor?.status, live.traffic], [status, traffic]);
    });
  }
});
