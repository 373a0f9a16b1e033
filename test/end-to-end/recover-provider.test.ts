import assert from "node:assert/strict";
import { CliStack } from "../soak/cli-stack";
import { succeeded } from "../soak/commands";
import { beginning } from "../soak/desired";
import { kill, processesBelow } from "../soak/processes";

describe("recover, after azure-native was killed while it made a deployment", function () {
  this.timeout(600_000);
  let stack: CliStack;
  before(async () => {
    let [begun, goOn] = [(): void => undefined, (): void => undefined];
    const making = new Promise<void>((resolve) => (begun = resolve));
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    stack = await CliStack.create({
      pace: async ({ target }) => {
        if (!target.includes("/deployments/")) return;
        begun();
        await gate;
      },
    });
    await stack.declare(beginning("fraud-1").desired);
    const up = stack.startUp();
    await Promise.race([making, up.ended.then(({ output }) => assert.fail(output))]);
    for (const { pid, role } of processesBelow(up.child.pid ?? 0)) if (role === "azure-native") kill(pid);
    goOn();
    assert.notEqual((await up.ended).code, 0);
  });
  after(() => stack.remove());

  it("finds what the state does not know, since it came to be while an update of the stack failed", async () => {
    assert.deepEqual((await stack.state()).pending_operations ?? [], [], "the engine takes it for one that never was");
    const { operations } = JSON.parse(succeeded(await stack.recover("--yes", "--json")).stdout);
    assert.deepEqual(
      operations.map(({ name, remedy }: { name: string; remedy: string }) => [name, remedy]),
      [["fraud-blue-deployment", "import"]],
    );
    const { output } = succeeded(await stack.startUp().ended);
    assert.match(output, /\+ 1 created\n +\d+ unchanged\n/);
    assert.ok(!(await stack.stateText()).includes("swordfish"));
  });
});
