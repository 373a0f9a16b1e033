import { strict as assert } from "node:assert";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RolloutStack } from "../../soak/rollout/stack";

/** The command, engine, control plane, journal and lease are real; instances are plain servers that come up at once. */
describe("pulumi-azureml rollout rollback", function () {
  this.timeout(300_000);
  let stack: RolloutStack;
  before(async () => {
    stack = await RolloutStack.create();
  });
  after(() => stack.remove());

  const blue = { name: "blue", RELEASE: "1" };
  const green = { name: "green", RELEASE: "2" };

  it("takes back what a program shifted that says the stage itself, and moves nothing else for it", async () => {
    await stack.release({ live: blue, candidate: green, stage: "provision" });
    await stack.up();
    await stack.release({ live: blue, candidate: green, stage: "canary-50" });
    await stack.up();
    for (const command of ["run", "advance", "promote"]) {
      const refused = await stack.ends(1, command);
      assert.match(refused.output, /the program says the stage itself \(canary-50\)/);
    }
    assert.deepEqual((await stack.live()).traffic, { blue: 50, green: 50 });

    const { output } = await stack.ends(0, "rollback");
    assert.match(output, /set the program's stage, which is "canary-50", to "provision"/);
    assert.deepEqual((await stack.live()).traffic, { blue: 100 });
    assert.match((await stack.ends(1, "rollback")).output, /it is rolled back already/);
    await stack.up();
    assert.deepEqual((await stack.live()).traffic, { blue: 100 }, "an update of the same program moves nothing");
  });

  it("works directly when program and backend do not", async () => {
    await stack.release({ live: blue, candidate: { ...green, RELEASE: "3" }, plan: { approval: {} } });
    await stack.up();
    for (let step = 0; step < 3; step++) await stack.rollout("advance");
    assert.deepEqual((await stack.live()).traffic, { blue: 50, green: 50 });

    await writeFile(join(stack.commands.folder, "release.json"), "no JSON");
    const noBackend = stack.commands.withEnvironment({ PULUMI_BACKEND_URL: "file:///nowhere/at/all" });
    const rollback = (...args: string[]) => noBackend.startOwn("rollout", "rollback", ...args).ended;
    assert.notEqual((await rollback("--stack", "dev")).code, 0);
    const id = `${stack.azure.workspace}/onlineEndpoints/${stack.endpoint}`;
    const wrong = await rollback("--direct", id, "--to", "green");
    assert.match(wrong.output, /it goes back to that one and not to green/);
    const { code, output } = await rollback("--direct", id);
    assert.equal(code, 0, output);
    const { traffic, tag } = await stack.live();
    assert.deepEqual([traffic, tag?.includes("|rolledBack|")], [{ blue: 100 }, true]);
    assert.match((await rollback("--direct", id)).output, /name the deployment that gets everything \(--to\)/);
  });
});
