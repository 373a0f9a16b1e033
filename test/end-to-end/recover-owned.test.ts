import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CliStack } from "../soak/cli-stack";
import { type Running, succeeded } from "../soak/commands";
import { kill, processesBelow } from "../soak/processes";

const program = (name: string) => join(__dirname, "programs", name);

describe("recover, where an endpoint moved in the program", function () {
  this.timeout(240_000);
  let stack: CliStack;
  const moved = () => join(stack.folder, "moved");
  before(async () => {
    stack = await CliStack.create({ program: program("moved.js") });
    succeeded(await stack.startUp().ended);
    await writeFile(moved(), "");
  });
  after(() => stack.remove());

  /** Looks again with the user's word that all is this stack's, which must not make it take anything in twice. */
  const leaves = async (way: string) => {
    const { stdout } = succeeded(await stack.recover("--yes", "--adopt"));
    assert.match(stdout, /^nothing to recover in stack dev$/m);
    for (const name of ["fraud-endpoint", "fraud-blue-deployment"]) {
      assert.match(stdout, new RegExp(`${name} +creating +Succeeded +leave it\n`));
      assert.match(stdout, new RegExp(`${name}: the state has it as urn:\\S+${name}: where it only moved, ${way}\n`));
    }
  };

  it("takes nothing into the state a second time, which would delete what is live, and names the way out", async () => {
    await leaves("give the component `aliases`");
    assert.notEqual((await stack.startUp().ended).code, 0, "the endpoint is there already");
    await leaves("undo the move, run `pulumi up`, then move it and give the component `aliases`");
    await rm(moved());
    succeeded(await stack.startUp().ended);
    await writeFile(moved(), "");
    await writeFile(join(stack.folder, "aliased"), "");
    succeeded(await stack.startUp().ended);
    const { status, body } = await stack.azure.get(`${stack.azure.workspace}/onlineEndpoints/fraud-dev`);
    assert.deepEqual([status, body.properties.traffic], [200, { blue: 100 }]);
    const writes = (await stack.requests()).filter(({ method, path }) => method === "DELETE" && /fraud/.test(path));
    assert.deepEqual(writes, []);
  });
});

describe("recover, where a deployment was deleted and made again under its name", function () {
  this.timeout(480_000);
  const cutOff: [what: string, cut: (up: Running) => void][] = [
    ["the engine", ({ child }) => kill(child.pid ?? 0)],
    [
      "azure-native",
      ({ child }) => {
        for (const { pid, role } of processesBelow(child.pid ?? 0)) if (role === "azure-native") kill(pid);
      },
    ],
  ];
  for (const [what, cut] of cutOff) {
    it(`takes the new one into the state in place of the old one, after ${what} was killed`, async () => {
      let [making, goOn] = [(): void => undefined, (): void => undefined];
      const made = new Promise<void>((resolve) => (making = resolve));
      const gate = new Promise<void>((resolve) => (goOn = resolve));
      let operations = 0;
      const stack = await CliStack.create({
        program: program("replaced.js"),
        pace: async ({ target }) => {
          // It is made, deleted, and made again.
          if (!target.includes("/deployments/") || ++operations < 3) return;
          making();
          await gate;
        },
      });
      try {
        succeeded(await stack.startUp().ended);
        await writeFile(join(stack.folder, "larger"), "");
        const up = stack.startUp();
        await Promise.race([made, up.ended.then(({ output }) => assert.fail(output))]);
        cut(up);
        goOn();
        await up.ended;
        const { operations: recovered } = JSON.parse(succeeded(await stack.recover("--yes", "--json")).stdout);
        assert.deepEqual(
          recovered.map(({ name, remedy }: { name: string; remedy: string }) => [name, remedy]),
          [["fraud-blue-deployment", "import"]],
        );
        assert.match(
          succeeded(await stack.startUp().ended).output,
          /Resources:\n( +\+ \d+ created\n)? +\d+ unchanged\n/,
        );
        const { body } = await stack.azure.get(`${stack.azure.workspace}/onlineEndpoints/fraud-dev/deployments/blue`);
        assert.equal(body.properties.instanceType, "Standard_DS4_v2");
      } finally {
        goOn();
        await stack.remove();
      }
    });
  }
});
