import assert from "node:assert/strict";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { carryOut, planRecovery } from "../../runner/index";
import { CliStack } from "../soak/cli-stack";
import { succeeded } from "../soak/commands";
import { kill } from "../soak/processes";

describe("recover, after the engine was killed while it made two deployments", function () {
  this.timeout(240_000);
  let stack: CliStack;
  let letServiceGoOn = (): void => undefined;
  /** What the state said of the creations that were cut off. */
  let cutOff: Record<string, unknown>[];

  before(async () => {
    const gate = new Promise<void>((resolve) => (letServiceGoOn = resolve));
    let bothBegun = (): void => undefined;
    const both = new Promise<void>((resolve) => (bothBegun = resolve));
    let begun = 0;
    stack = await CliStack.create({
      program: join(__dirname, "programs", "own-provider.js"),
      pace: async ({ target }) => {
        if (!target.includes("/deployments/")) return;
        if (++begun === 2) bothBegun();
        await gate;
      },
    });
    const up = stack.startUp();
    await Promise.race([both, up.ended.then(({ output }) => assert.fail(output))]);
    kill(up.child.pid ?? 0);
    await up.ended;
    const { pending_operations: pending } = await stack.state();
    assert.deepEqual(
      pending.map(({ type }: { type: string }) => type),
      ["creating", "creating"],
    );
    cutOff = pending.map(({ resource }: { resource: Record<string, unknown> }) => resource);
  });
  after(async () => {
    letServiceGoOn();
    await stack.remove();
  });

  it("never takes away somebody else's lock, and says whose it is", async () => {
    const folder = locksOf(stack);
    const [lock = ""] = (await readdir(folder)).filter((name) => name.endsWith(".json"));
    const own = await readFile(join(folder, lock), "utf8");
    await writeFile(join(folder, lock), JSON.stringify({ ...JSON.parse(own), hostname: "build-7", username: "ada" }));
    const { code, output } = await stack.recover("--yes");
    await writeFile(join(folder, lock), own);
    assert.equal(code, 1);
    assert.match(output, /the stack is locked by ada@build-7 \(pid \d+, since .*\).*nothing was changed/);
  });

  it("waits for what the service still does, shows what it will do, and changes nothing unless somebody agrees", async () => {
    const before = await stack.stateText();
    const running = stack.startRecover();
    running.child.stderr?.once("data", () => letServiceGoOn());
    const { code, output } = await running.ended;
    assert.equal(code, 1);
    assert.match(output, /waiting: the service has fraud-(blue|green)-deployment as Creating/);
    assert.match(output, /its lock \(.*\) is of a process that is gone/);
    for (const name of ["blue", "green"]) {
      assert.match(output, new RegExp(`fraud-${name}-deployment +creating +Succeeded +take it into the state`));
    }
    assert.match(output, /nobody is here to be asked; nothing was changed\n--yes goes on without\n$/);
    assert.equal(await stack.stateText(), before);
  });

  it("names the lock that can't be read, and changes nothing", async () => {
    const half = join(locksOf(stack), "half.json");
    await writeFile(half, '{"pid": 12, "usern');
    const { code, output } = await stack.recover("--yes");
    await rm(half);
    assert.equal(code, 1);
    assert.match(
      output,
      /^error: lock \S+half\.json: it is no whole JSON\nnothing was changed; .*`pulumi cancel`.*\n$/,
    );
  });

  it("takes no lock away where another one came after it had looked", async () => {
    const before = await stack.stateText();
    const recovery = await planRecovery({ cwd: stack.folder, env: stack.env, stack: "dev" });
    const [{ file = "" } = {}] = recovery.deadLocks;
    const later = join(locksOf(stack), "later.json");
    const lock = JSON.parse(await readFile(file, "utf8"));
    await writeFile(later, JSON.stringify({ ...lock, hostname: "build-7", username: "ada" }));
    await assert.rejects(carryOut(recovery), { name: "StackLocked", message: /ada@build-7 .* nothing was changed$/ });
    assert.deepEqual(JSON.parse(await readFile(file, "utf8")), lock);
    await rm(later);
    assert.equal(await stack.stateText(), before);
  });

  it("does the rest where the service can't be asked for one of them, and names that one", async () => {
    stack.azure.faults.add({ kind: "answer", status: 403, method: "GET", deployment: "green" });
    const { operations } = JSON.parse(succeeded(await stack.recover("--json")).stdout);
    const { stdout } = await stack.recover();
    stack.azure.faults.clear();
    const [blue, green] = ["blue", "green"].map((name) =>
      operations.find((one: { name: string }) => one.name === `fraud-${name}-deployment`),
    );
    assert.deepEqual([blue.remedy, green.remedy], ["import", "ask again"]);
    assert.match(green.reason, /^what the service has is not known: GET .*green: 403 .*; once it is, --adopt takes it/);
    assert.match(stdout, /fraud-green-deployment +creating +\? +nothing yet\n/);
  });

  it("fails in the engine's words where the passphrase is wrong", async () => {
    const { code, output } = await stack.withEnvironment({ PULUMI_CONFIG_PASSPHRASE: "wrong" }).recover("--yes");
    assert.equal(code, 1);
    assert.match(output, /error: pulumi stack import: .*incorrect passphrase.*\nset PULUMI_CONFIG_PASSPHRASE .*\n$/);
  });

  it("takes them into the state with name, parent, provider and protection, and no secret in clear", async () => {
    const { output } = succeeded(await stack.recover("--yes"));
    assert.match(output, /done: .*2 resources taken into the state\nnext: pulumi up --stack dev\n$/);
    const state = await stack.state();
    assert.deepEqual(state.pending_operations ?? [], []);
    for (const wanted of cutOff) {
      const got = state.resources.find(({ urn }: { urn: string }) => urn === wanted["urn"]);
      assert.match(got.id, /\/onlineEndpoints\/fraud-dev\/deployments\/(blue|green)$/);
      assert.match(got.provider, /::pulumi:providers:azure-native::mine::/);
      assert.equal(got.protect, true);
      for (const member of ["parent", "provider", "dependencies"])
        assert.deepEqual(got[member], wanted[member], member);
      assert.deepEqual(plain(got.inputs), plain(wanted["inputs"]));
      assert.equal(got.outputs.properties.provisioningState, "Succeeded");
    }
    const text = await stack.stateText();
    assert.ok(!text.includes("swordfish"), "the secret is encrypted");
  });

  it("has nothing to do a second time, and mends a state whose attributes a kill cut off", async () => {
    const file = join(stack.folder, "stacks", ".pulumi", "stacks", "soak", "dev.json.attrs");
    await writeFile(file, "");
    const mended = JSON.parse(succeeded(await stack.recover("--yes", "--json")).stdout);
    assert.deepEqual([mended.cutOffFile, mended.operations, mended.done], [file, [], true]);
    const { stdout } = succeeded(await stack.recover("--yes"));
    assert.equal(stdout, "nothing to recover in stack dev\n");
  });

  it("leaves the next update only what was not begun", async () => {
    const { output } = succeeded(await stack.startUp().ended);
    assert.match(output, /Resources:\n +\+ 1 created\n +\d+ unchanged\n/);
    const { body } = await stack.azure.get(`${stack.azure.workspace}/onlineEndpoints/fraud-dev`);
    assert.deepEqual(body.properties.traffic, { blue: 100 });
  });
});

function locksOf({ folder }: CliStack): string {
  return join(folder, "stacks", ".pulumi", "locks", "organization", "soak", "dev");
}

/** Without ciphers, which differ each time. */
function plain(value: unknown): string {
  return JSON.stringify(value).replace(/"ciphertext":"[^"]*"/g, '"ciphertext":""');
}
