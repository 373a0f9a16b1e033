import { strict as assert } from "node:assert";
import { fewCells } from "../soak/fault-cells";
import { FaultLife } from "../soak/fault-life";

/** Each kind of fault once; all of them in all phases is test/soak/fault-table.ts. */
describe("an up under faults", function () {
  this.timeout(300_000);
  let life: FaultLife;
  before(async () => {
    life = await FaultLife.begin();
  });
  after(() => life.end());

  for (const cell of fewCells()) {
    it(`never ends in a success that is none, and is made right by the next: ${cell.phase} with ${cell.name}`, async () => {
      const { broken, healed } = await life.live(cell);
      assert.deepEqual(broken, []);
      assert.ok(["needed nothing", "up"].includes(healed), healed);
    });
  }
});
