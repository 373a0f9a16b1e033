import { strict as assert } from "node:assert";
import { Provider } from "@pulumi/azure-native/provider";
import * as pulumi from "@pulumi/pulumi";
import { Code, Environment, ManagedOnlineEndpoint, RegisteredModel, Workspace } from "../../components";
import { runProgram } from "./program";

const id = (name: string) =>
  `/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/${name}`;

/** Endpoints with a model and an environment each, as a program of many lines declares them. */
function endpoints(count: number, workspace: pulumi.Input<string>, opts?: pulumi.ComponentResourceOptions): void {
  for (let each = 0; each < count; each += 1) {
    const model = new RegisteredModel(`model${each}`, { workspace, uri: "azureml://datastores/d/paths/m" }, opts);
    const environment = new Environment(`env${each}`, { workspace, image: "image" }, opts);
    const blue = { model, environment, instanceType: "Standard_DS3_v2", instanceCount: 1 };
    new ManagedOnlineEndpoint(`shop${each}`, { workspace, authMode: "Key", deployments: { blue } }, opts);
  }
}

describe("what a program asks azure-native", () => {
  it("is asked once for a workspace id, however many components name it", async () => {
    const run = await runProgram("preview", () => endpoints(4, id("w")));
    assert.deepEqual([run.calls.length, run.clientConfigs], [1, 1]);
  });

  it("is asked once for an id that comes later", async () => {
    const run = await runProgram("up", () => endpoints(3, pulumi.output(id("w"))));
    assert.deepEqual([run.calls.length, run.clientConfigs], [1, 1]);
  });

  it("is asked for each workspace", async () => {
    const run = await runProgram("up", () => {
      new Environment("one", { workspace: id("first"), image: "i" });
      new Environment("two", { workspace: id("second"), image: "i" });
    });
    assert.deepEqual(run.calls.map(({ inputs }) => inputs.workspaceName).sort(), ["first", "second"]);
    assert.equal(run.clientConfigs, 1);
  });

  it("is asked for each provider, and of the same one through different components", async () => {
    const run = await runProgram("up", () => {
      const provider = new Provider("azure", { subscriptionId: "s" });
      new Code("plain", { workspace: id("w"), uri: "https://x/y" });
      new Code("one", { workspace: id("w"), uri: "https://x/y" }, { provider });
      new Code("two", { workspace: id("w"), uri: "https://x/y" }, { providers: [provider] });
    });
    assert.deepEqual([run.calls.length, run.clientConfigs], [2, 2]);
  });

  it("is asked again in the next run of a program in the same process", async () => {
    const first = await runProgram("preview", () => endpoints(1, id("w")));
    const second = await runProgram("up", () => endpoints(1, id("w")));
    assert.deepEqual([first.calls.length, second.calls.length, second.clientConfigs], [1, 1, 1]);
  });

  it("is asked once for all that is made with a new workspace", async () => {
    const args = { resourceGroupName: "g", containerRegistry: "create" };
    const run = await runProgram("up", () => new Workspace("serving", args));
    assert.equal(run.clientConfigs, 1);
  });
});
