import { strict as assert } from "node:assert";
import { EndpointSettings, ManagedOnlineEndpoint, Workspace } from "pulumi-azureml";
import { assets, Refused, ServingStack } from "./serving-stack";

const noPull =
  "Endpoint identity does not have pull permission on the registry. For System Assigned Identity case and workspace ACR, " +
  "platform will wire up the permissions but if user is creating deployment with User Assigned Identity or if using " +
  "non-workspace ACR, then User should grant pull permissions to identity on the registry.";

describe("the first week on the engine", function () {
  this.timeout(300_000);
  let stack: ServingStack;
  before(async () => {
    stack = await ServingStack.create();
  });
  afterEach(() => stack.azure.faults.clear());
  after(() => stack.remove());

  const program = (endpointName: string, traffic?: Record<string, number>) => () => {
    const { workspace } = stack;
    const blue = { ...assets(workspace), instanceType: "Standard_DS3_v2", instanceCount: 1 };
    const args = { workspace, endpointName, authMode: "Key", deployments: { blue }, traffic } as const;
    new ManagedOnlineEndpoint("fraud", args);
  };
  const refusal = async (work: Promise<unknown>): Promise<string> => {
    const error: unknown = await work.then(() => assert.fail("nothing was refused")).catch((reason: unknown) => reason);
    assert.ok(error instanceof Refused, String(error));
    return error.output;
  };

  it("makes a deployment again whose identity may not pull yet, and writes settings once the role counts", async () => {
    const { faults } = stack.azure;
    faults.add({ kind: "provisioning-failure", deployment: "blue", code: "BadArgument", message: noPull, times: 1 });
    // The first PUT makes the endpoint, the second one is that of the settings.
    faults.add({
      kind: "answer",
      status: 403,
      method: "PUT",
      path: "*/onlineEndpoints/fraud-roles",
      after: 1,
      times: 1,
    });
    const { output } = await stack.up(program("fraud-roles", { blue: 100 }));

    const { body } = await stack.azure.get(`${stack.workspace}/onlineEndpoints/fraud-roles`);
    assert.deepEqual(body.properties.traffic, { blue: 100 });
    assert.deepEqual(
      faults.list().map(({ left }) => left),
      [0, 0],
      output,
    );
    assert.match(output, /retrying create due to on-error hook request/);

    // The engine records the failure of the first attempt, and clears it by an update that changes nothing.
    assert.deepEqual((await stack.up(program("fraud-roles", { blue: 100 }))).steps, ["update fraud-blue-deployment"]);
  });

  it("says in a preview at once which role is missing where", async () => {
    stack.azure.faults.add({ kind: "answer", status: 403, method: "GET", path: "*/onlineEndpoints/fraud-roles" });
    const output = await refusal(stack.preview(program("fraud-roles", { blue: 0 })));
    assert.match(output, /role "AzureML Data Scientist" .* is missing on .*\/workspaces\/[\w-]+; give it: az role/);
  });

  it("explains an endpoint name that another workspace has", async () => {
    const { azure } = stack;
    const { body } = await azure.get(azure.workspace);
    const other = `${azure.group}/providers/Microsoft.MachineLearningServices/workspaces/other`;
    const { storageAccount, keyVault } = body.properties;
    const place = { location: body.location, identity: { type: "SystemAssigned" } };
    await azure.put(other, { ...place, properties: { storageAccount, keyVault } });
    await azure.finish("PUT", `${other}/onlineEndpoints/fraud-taken`, { ...place, properties: { authMode: "Key" } });

    const output = await refusal(stack.up(program("fraud-taken")));
    assert.match(output, /endpointName: "fraud-taken" given, somebody has it: .* unique in its region .* give another/);
  });

  it("refuses in preview to sign in to another tenant", async () => {
    const output = await refusal(
      stack.preview(() => {
        const { workspace: workspaceId } = stack;
        new EndpointSettings("one", { workspaceId, endpointName: "fraud-one", connection: { tenantId: "elsewhere" } });
      }),
    );
    assert.match(
      output,
      /tenantId: "elsewhere" given, this is the tenant of the sign-in, but the azure-native provider/,
    );
  });
});

describe("a workspace that is destroyed and made again", function () {
  this.timeout(300_000);
  let stack: ServingStack;
  before(async () => {
    stack = await ServingStack.create();
  });
  after(() => stack.remove());

  const program = (recoverKeyVault?: boolean) => () => {
    const { resourceGroup: resourceGroupName } = stack.azure.status;
    new Workspace("serving", { resourceGroupName, location: "westeurope", recoverKeyVault });
  };

  it("is explained in preview, before anything is made, and comes back with its key vault where asked", async () => {
    await stack.up(program());
    await stack.stack.destroy();
    const before = (await stack.requestLog()).split("\n").length;

    const error: unknown = await stack.preview(program()).catch((reason: unknown) => reason);
    assert.ok(error instanceof Refused, String(error));
    assert.match(
      error.output,
      /Workspace serving: key vault: "servingdev[0-9a-f]{8}" given, \/subscriptions\/.* was deleted and keeps its name until/,
    );
    assert.match(
      error.output,
      /recoverKeyVault: true.*`az keyvault purge --name servingdev[0-9a-f]{8} --location westeu/,
    );
    const asked = (await stack.requestLog()).split("\n").slice(before - 1);
    assert.deepEqual(
      asked.filter((line) => /"(PUT|PATCH|DELETE|POST)"/.test(line)),
      [],
    );

    const workspace = `${stack.azure.group}/providers/Microsoft.MachineLearningServices/workspaces/serving-dev`;
    assert.equal((await stack.azure.send("DELETE", `${workspace}?forceToPurge=true`)).status, 200);
    const again = await stack.up(program(true));
    assert.ok(again.steps.includes("create serving-vault"), again.output);
  });
});
