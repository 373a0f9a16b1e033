import { strict as assert } from "node:assert";
import { Provider } from "@pulumi/azure-native/provider";
import { ManagedOnlineEndpoint } from "pulumi-azureml";
import { assets, Refused, ServingStack } from "./serving-stack";

describe("a component with an explicit azure-native provider", function () {
  this.timeout(300_000);
  let stack: ServingStack;
  before(async () => {
    stack = await ServingStack.create();
  });
  after(() => stack.remove());

  it("hands its sign-in to the writer of settings, secret in the state", async () => {
    const program = () => {
      const { workspace } = stack;
      const clientSecret = "a secret of the provider";
      const { subscriptionId } = stack.azure.status;
      const provider = new Provider("azure", { subscriptionId, clientId: "app", tenantId: "tenant", clientSecret });
      const blue = { ...assets(workspace), instanceType: "Standard_DS3_v2", instanceCount: 1 };
      const args = { workspace, authMode: "Key", deployments: { blue }, traffic: { blue: 100 } } as const;
      new ManagedOnlineEndpoint("fraud", args, { provider });
    };
    await stack.up(program);
    const { body } = await stack.azure.get(`${stack.workspace}/onlineEndpoints/fraud-dev`);
    const state = await stack.state();

    assert.deepEqual(body.properties.traffic, { blue: 100 });
    assert.equal(state.includes("a secret of the provider"), false);
    assert.match(state, /"connection":\{"4dabf18193072939515e22adb298388d"/);
    assert.deepEqual((await stack.preview(program)).steps, []);
    assert.deepEqual((await stack.up(program)).steps, []);
  });

  it("signs in with it in previews too, whatever it leaves out, so that guards judge there", async () => {
    const { subscriptionId } = stack.azure.status;
    const there = { location: "westeurope", properties: { authMode: "Key" } };
    await stack.azure.finish("PUT", `${stack.workspace}/onlineEndpoints/shop-dev`, there);
    const program = () => {
      const signIn = { subscriptionId, clientId: "app", tenantId: "tenant", clientSecret: "a secret of the provider" };
      const provider = new Provider("azure", signIn);
      new ManagedOnlineEndpoint("shop", { workspace: stack.workspace, authMode: "Key" }, { provider });
    };
    await assert.rejects(stack.preview(program), (error) => {
      assert.ok(error instanceof Refused);
      assert.match(error.output, /endpoint shop-dev: the workspace has it already/);
      return true;
    });
  });
});
