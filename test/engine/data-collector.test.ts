import { strict as assert } from "node:assert";
import { type CollectionStore, Environment, ManagedOnlineEndpoint, RegisteredModel } from "pulumi-azureml";
import { modelUri, ServingStack } from "./serving-stack";

describe("data collection on the engine", function () {
  this.timeout(600_000);
  let stack: ServingStack;
  let account = "";
  before(async () => {
    stack = await ServingStack.create();
    const workspace = await stack.azure.get(stack.workspace);
    account = workspace.body.properties.storageAccount;
    const properties = {
      datastoreType: "AzureBlob",
      accountName: account.split("/").at(-1),
      containerName: "kept",
      credentials: { credentialsType: "None" },
    };
    await stack.azure.put(`${stack.workspace}/datastores/kept`, { properties });
  });
  after(() => stack.remove());

  const program = (store?: CollectionStore) => () => {
    const { workspace } = stack;
    const blue = {
      model: new RegisteredModel("model", { workspace, uri: modelUri }),
      environment: new Environment("sklearn", { workspace, image: "mcr.microsoft.com/azureml/inference:1" }),
      instanceType: "Standard_DS3_v2",
      instanceCount: 1,
      dataCollector: { collections: { model_inputs: { samplingRate: 0.5 }, request: {} }, store },
    };
    new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", deployments: { blue, green: blue } });
  };
  const collected = async (): Promise<unknown> => {
    const { body } = await stack.azure.get(`${stack.workspace}/onlineEndpoints/fraud-dev/deployments/blue`);
    return body.properties.dataCollector;
  };
  const changing = (steps: readonly string[]): string[] =>
    steps.filter((step) => /^(create|update|replace|delete)/.test(step));

  it("registers assets and sends what is collected, and has nothing to do afterwards, after a refresh either", async () => {
    await stack.up(program());
    const data = (name: string): string => `${stack.workspace}/data/fraud-dev-blue-${name}/versions/1`;
    assert.deepEqual(await collected(), {
      collections: {
        model_inputs: { dataCollectionMode: "Enabled", samplingRate: 0.5, dataId: data("model_inputs") },
        request: { dataCollectionMode: "Enabled", samplingRate: 1, dataId: data("request") },
      },
      rollingRate: "Hour",
    });
    assert.deepEqual((await stack.up(program())).steps, []);
    assert.deepEqual(changing((await stack.preview(program(), { refresh: true })).steps), []);
  });

  it("moves to a place of its own with new assets before the old ones go, and one role for both deployments", async () => {
    const store = { datastore: "kept", path: "fraud", scope: account };
    const { steps } = await stack.up(program(store));
    const order = steps.map((step) => step.split(" ").slice(0, 2).join(" "));
    const at = (step: string): number => order.findIndex((each) => each === step);
    const asset = "fraud-blue-collector-request-data";

    assert.ok(at(`create-replacement ${asset}`) >= 0, order.join("\n"));
    assert.ok(at(`create-replacement ${asset}`) < at("update fraud-blue-deployment"), order.join("\n"));
    assert.ok(at("create fraud-collector-kept-role") < at("update fraud-blue-deployment"), order.join("\n"));
    assert.ok(at("update fraud-blue-deployment") < at(`delete-replaced ${asset}`), order.join("\n"));
    const roles = await stack.azure.get(`${account}/providers/Microsoft.Authorization/roleAssignments`);
    const endpoint = await stack.azure.get(`${stack.workspace}/onlineEndpoints/fraud-dev`);
    const given = roles.body.value.filter(
      ({ properties }: { properties: { principalId: string } }) =>
        properties.principalId === endpoint.body.identity.principalId,
    );
    assert.equal(given.length, 1);
    assert.match(given[0].properties.roleDefinitionId, /ba92f5b4-2d11-453d-a403-e96b0029c9fe$/);
    assert.deepEqual((await stack.up(program(store))).steps, []);
  });
});
