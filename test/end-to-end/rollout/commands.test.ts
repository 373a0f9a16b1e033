import { strict as assert } from "node:assert";
import { RolloutStack } from "../../soak/rollout/stack";

/** The command, engine, control plane, journal and lease are real; instances are plain servers that come up at once. */
describe("pulumi-azureml rollout", function () {
  this.timeout(300_000);
  let stack: RolloutStack;

  before(async () => {
    stack = await RolloutStack.create();
  });
  after(() => stack.remove());

  const one = { name: "blue", RELEASE: "1" };
  const two = { name: "green", RELEASE: "2" };
  const three = { name: "blue", RELEASE: "3" };
  const plan = { approval: {} };

  it("leads a release through its plan, and takes the former deployment away", async () => {
    await stack.release({ live: one });
    const without = await stack.ends(1, "run");
    assert.match(without.output, /the stack has no BlueGreenRollout/);
    await stack.up();
    await stack.release({ live: one, candidate: two });
    const { stdout } = await stack.ends(0, "run");
    assert.match(stdout, /canary-50: .*weights \{"blue":50,"green":50\}/);
    assert.match(stdout, /succeeded: green has all live traffic/);

    const { state, traffic } = await stack.status();
    assert.deepEqual([state, traffic], ["succeeded", { green: 100 }]);
    assert.match((await stack.ends(0, "plan")).stdout, /^fraud: from blue to green on fraud-dev\nSTAGE/);
    assert.equal((await stack.history()).filter(({ what }) => what === "written").length, 6);
    await stack.ends(0, "run");

    await stack.release({ live: two });
    const { stdout: preview } = await stack.commands.pulumi("preview", "--diff");
    assert.doesNotMatch(preview, /OnlineDeployment.*(create|replace|delete)/);
  });

  it("waits for an agreement, stands still, goes on and goes back as people say", async () => {
    await stack.release({ live: two, candidate: three, plan });
    await stack.up();
    await stack.ends(0, "advance");
    await stack.ends(0, "advance");
    assert.match((await stack.ends(0, "promote")).stdout, /somebody agreed to full/);
    await stack.ends(0, "pause");
    assert.deepEqual([(await stack.status()).state, (await stack.status()).hold], ["held", "paused"]);
    await stack.ends(20, "advance");
    await stack.ends(1, "pause");
    await stack.ends(0, "resume");
    const waiting = await stack.ends(10, "advance");
    assert.match(waiting.stdout, /somebody has to agree to full/);
    assert.deepEqual((await stack.status()).traffic, { blue: 50, green: 50 });

    await stack.ends(0, "abort");
    const { state, traffic } = await stack.status();
    assert.deepEqual([state, traffic], ["rolledBack", { green: 100 }]);
    await stack.ends(30, "run");
  });

  it("is driven by one runner at a time, and by the next as soon as that one ends", async () => {
    await stack.release({ live: two, candidate: { ...three, RELEASE: "4" }, plan });
    const runner = stack.start("run");
    await runner.says("somebody has to agree");

    assert.match((await stack.ends(50, "advance")).output, /another runner drives this rollout/);
    runner.child.kill("SIGTERM");
    assert.equal((await runner.ended).code, 143);
    await stack.ends(10, "advance");
    await stack.ends(0, "rollback");
  });

  it("refuses a release that comes while another is on its way, takes that one back for it, or ends it first", async () => {
    const five = { ...three, RELEASE: "5" };
    const six = { ...three, RELEASE: "6" };
    const seven = { ...three, RELEASE: "7" };
    await stack.release({ live: two, candidate: five, plan });
    await stack.up();
    for (let step = 0; step < 3; step++) await stack.rollout("advance");
    assert.equal((await stack.status()).state, "observing");

    await stack.release({ live: two, candidate: six });
    const refused = await stack.ends(1, "run");
    assert.match(refused.output, /a rollout from green to blue is under way/);
    assert.match(refused.output, /--on-new-version queue/);
    assert.deepEqual((await stack.status()).traffic, { green: 50, blue: 50 });
    await stack.ends(0, "run", "--on-new-version", "supersede");
    assert.deepEqual((await stack.status()).traffic, { blue: 100 });

    await stack.release({ live: six, candidate: { ...two, RELEASE: "8" } });
    await stack.up();
    await stack.ends(0, "advance");
    await stack.release({ live: { ...two, RELEASE: "8" }, candidate: seven });
    await stack.ends(0, "run", "--on-new-version", "queue");
    assert.deepEqual((await stack.status()).traffic, { blue: 100 });
    const { stdout } = await stack.ends(0, "history", "--json");
    assert.equal(stdout.match(/"what": "written",[^}]*"status": "succeeded"/g)?.length, 4);
  });

  it("tries a content again that was rolled back, when it is told to", async () => {
    await stack.release({ live: { ...three, RELEASE: "7" }, candidate: { ...two, RELEASE: "9" } });
    await stack.up();
    await stack.ends(0, "advance");
    await stack.ends(0, "abort");
    await stack.ends(30, "run");
    await stack.ends(0, "run", "--retry");
    assert.deepEqual((await stack.status()).traffic, { green: 100 });
  });
});
