import { strict as assert } from "node:assert";
import { Provider } from "@pulumi/azure-native/provider";
import { ManagedOnlineEndpoint } from "pulumi-azureml";
import { fewCells } from "../soak/fault-cells";
import { FaultLife } from "../soak/fault-life";
import { assets, ServingStack } from "./serving-stack";

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

describe("a move of weights that failed, and that the service carried out later", function () {
  this.timeout(300_000);
  let stack: ServingStack;
  before(async () => {
    stack = await ServingStack.create();
  });
  after(() => stack.remove());

  it("is taken back by the program of before", async () => {
    const program = (traffic: Record<string, number>, stage: string) => () => {
      const { workspace } = stack;
      const { subscriptionId } = stack.azure.status;
      const signIn = { subscriptionId, clientId: "app", tenantId: "tenant", clientSecret: "a secret of the provider" };
      const provider = new Provider("azure", signIn);
      const each = { ...assets(workspace), instanceType: "Standard_DS3_v2", instanceCount: 1 };
      new ManagedOnlineEndpoint(
        "fraud",
        {
          workspace,
          authMode: "Key",
          deployments: { blue: each, green: each },
          traffic,
          tags: { stage },
          timeouts: { settingsSeconds: 3 },
        },
        { provider },
      );
    };
    const live = async () => (await stack.azure.get(`${stack.workspace}/onlineEndpoints/fraud-dev`)).body;
    const good = program({ blue: 90, green: 10 }, "one");
    await stack.up(good);

    stack.azure.faults.add({ kind: "stuck-operation", operation: "update", endpoint: "fraud-dev" });
    await assert.rejects(
      stack.up(program({ green: 100 }, "two")),
      /not over after 3 s; the service carries on with it/,
    );
    assert.ok(
      !(await stack.state()).includes("a secret of the provider"),
      "a failed update left a secret in the state",
    );
    stack.azure.faults.clear();
    while ((await live()).properties.provisioningState !== "Succeeded") await new Promise(setImmediate);
    assert.deepEqual((await live()).properties.traffic, { green: 100 });

    const { steps } = await stack.up(good);
    assert.deepEqual((await live()).properties.traffic, { blue: 90, green: 10 });
    assert.deepEqual((await live()).tags, { stage: "one" });
    assert.match(steps.join(), /^update fraud-settings/);
    assert.deepEqual((await stack.up(good)).steps, []);
  });
});
