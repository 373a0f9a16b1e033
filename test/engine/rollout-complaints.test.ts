import { strict as assert } from "node:assert";
import { moves, RolloutPrograms } from "./rollout-stack";
import { ServingStack } from "./serving-stack";

describe("pulumi #16391, #18377, docs PR #16161: `ignoreChanges` on weights behaves differently once they are refreshed", function () {
  this.timeout(300_000);
  let stack: ServingStack;
  let programs: RolloutPrograms;

  before(async () => {
    stack = await ServingStack.create();
    programs = new RolloutPrograms(stack);
  });
  after(() => stack.remove());

  it("sets nothing back after a refresh, in an update of its own or in the same one", async () => {
    const held = programs.rollout();
    await stack.up(held);
    const traffic = { blue: 50, green: 50 };
    await programs.write(traffic, { stage: 2 });
    const before = await programs.writes();
    const both = moves(await stack.up(held, { refresh: true }));
    assert.deepEqual(
      both.filter((step) => !step.startsWith("refresh")),
      [],
    );
    await stack.refresh();
    assert.deepEqual(moves(await stack.up(held)), []);
    assert.deepEqual((await programs.live()).traffic, traffic);
    assert.equal(await programs.writes(), before);
  });
});
