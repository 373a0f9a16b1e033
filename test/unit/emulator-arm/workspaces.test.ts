import assert from "node:assert/strict";
import { location, targets } from "./bodies";
import { LocalAzureMl } from "./local-azure-ml";

describe("workspaces", () => {
  let local: LocalAzureMl;
  before(async () => (local = await LocalAzureMl.start()));
  after(() => local.stop());
  const path = (name: string): string => local.workspace.replace(/local$/, name);
  const companion = (type: string, name: string): string => `${local.group}/providers/${type}/${name}`;
  const body = (properties: object = {}, more: object = {}): object => ({
    location,
    identity: { type: "systemassigned" },
    properties: {
      storageAccount: companion("Microsoft.Storage/storageAccounts", "localazureml"),
      keyVault: companion("Microsoft.KeyVault/vaults", "local-vault"),
      applicationInsights: companion("Microsoft.Insights/components", "local-insights"),
      ...properties,
    },
    ...more,
  });

  it("are created with identity, guid and default datastores in their storage account", async () => {
    const { status, body: made } = await local.put(path("fresh"), body({ friendlyName: "Fresh" }));
    assert.equal(status, 201);
    assert.equal(made.identity.type, "SystemAssigned");
    assert.match(made.identity.principalId, /^[0-9a-f-]{36}$/);
    assert.equal(made.properties.discoveryUrl, `${local.url}/discovery`);
    assert.equal(made.properties.friendlyName, "Fresh");
    const { body: list } = await local.get(`${path("fresh")}/datastores?isDefault=true&count=30&orderByAsc=false`);
    assert.equal(list.value.length, 1);
    const { accountName, containerName, endpoint, protocol } = list.value[0].properties;
    assert.deepEqual([accountName, endpoint, protocol], ["localazureml", "127.0.0.1:10000", "http"]);
    assert.ok(local.blobs.accounts.get(accountName)?.has(containerName));
    assert.notEqual(
      containerName,
      (await local.get(`${local.workspace}/datastores/workspaceblobstore`)).body.properties.containerName,
    );
  });

  it("name where machine learning flow tracks, and list the keys of what they are made of", async () => {
    const { body: found } = await local.get(local.workspace);
    const { host } = new URL(local.url);
    assert.equal(found.properties.mlFlowTrackingUri, `azureml://${host}/mlflow/v1.0${local.workspace}`);
    const { status, body: keys } = await local.send("POST", `${local.workspace}/listKeys`);
    const { storageAccount } = found.properties;
    assert.deepEqual(
      [status, keys.userStorageArmId, keys.userStorageResourceId],
      [200, storageAccount, storageAccount],
    );
    assert.equal(keys.userStorageKey, local.blobs.keys("localazureml")[0]);
    assert.match(keys.appInsightsInstrumentationKey, /^[0-9a-f-]{36}$/);
  });

  it("refuse companions that don't exist or are something else, all at once", async () => {
    const answer = await local.put(
      path("broken"),
      body({
        storageAccount: companion("Microsoft.Storage/storageAccounts", "nope"),
        keyVault: companion("Microsoft.Insights/components", "local-insights"),
      }),
    );
    assert.equal(answer.status, 400);
    assert.deepEqual(targets(answer), ["properties.storageAccount", "properties.keyVault"]);
    assert.equal((await local.get(path("broken"))).status, 404);
  });

  const refusals: [name: string, workspace: string, change: [object?, object?], target: string | undefined][] = [
    ["a short name", "ab", [], undefined],
    ["no identity", "valid", [{}, { identity: null }], "identity"],
    ["a kind that is not emulated", "valid", [{}, { kind: "Hub" }], "kind"],
    ["an unknown member", "valid", [{ colour: "red" }], "properties.colour"],
    [
      "a user-assigned identity that does not exist",
      "valid",
      [{}, { identity: { type: "UserAssigned", userAssignedIdentities: { "/a/b": {} } } }],
      "identity.userAssignedIdentities",
    ],
  ];
  for (const [name, workspace, change, target] of refusals) {
    it(`refuse ${name}`, async () => {
      const answer = await local.put(path(workspace), body(...change));
      assert.equal(answer.status, 400);
      if (target) assert.deepEqual(targets(answer), [target]);
    });
  }

  it("keep principal, guid and datastores through an update, and their storage account for ever", async () => {
    const first = await local.put(path("kept"), body());
    const roundTrip = await local.put(path("KEPT"), { ...first.body, tags: { a: "1" } });
    assert.equal(roundTrip.status, 200);
    assert.equal(roundTrip.body.name, "kept");
    assert.equal(roundTrip.body.identity.principalId, first.body.identity.principalId);
    assert.equal(roundTrip.body.properties.workspaceId, first.body.properties.workspaceId);
    await local.put(companion("Microsoft.Storage/storageAccounts", "another1"), {
      location,
      kind: "StorageV2",
      sku: { name: "Standard_LRS" },
    });
    const moved = await local.put(
      path("kept"),
      body({ storageAccount: companion("Microsoft.Storage/storageAccounts", "another1") }),
    );
    assert.deepEqual(targets(moved), ["properties.storageAccount"]);
    const patched = await local.send("PATCH", path("kept"), { tags: { b: "2" }, properties: { description: "new" } });
    assert.deepEqual([patched.body.tags, patched.body.properties.description], [{ a: "1", b: "2" }, "new"]);
  });

  it("give a shared access signature for a datastore, never its key", async () => {
    const store = `${local.workspace}/datastores/workspaceblobstore`;
    const answer = await local.send("POST", `${store}/listSecrets`, { expirableSecret: true, expireAfterHours: 1 });
    assert.equal(answer.body.secretsType, "Sas");
    assert.match(answer.body.sasToken, /sig=/);
    assert.equal((await local.send("POST", `${store}/listSecrets`)).status, 200);
    assert.ok(!JSON.stringify((await local.get(store)).body).includes("key-1"));
  });

  it("take blob datastores of their own, and keep the default one", async () => {
    const store = `${local.workspace}/datastores/mine`;
    const credentials = { credentialsType: "accountkey", secrets: { secretsType: "AccountKey", key: "top-secret" } };
    const properties = { datastoreType: "azureblob", accountName: "localazureml", containerName: "mine", credentials };
    const made = await local.put(store, { properties });
    assert.equal(made.status, 201);
    assert.ok(!JSON.stringify(made.body).includes("top-secret"));
    assert.deepEqual([made.body.properties.datastoreType, made.body.properties.isDefault], ["AzureBlob", false]);
    const unknown = { properties: { ...properties, accountName: "elsewhere" } };
    assert.deepEqual(targets(await local.put(store, unknown)), ["properties.accountName"]);
    assert.equal((await local.put(`${store}?skipValidation=true`, unknown)).status, 200);
    assert.equal((await local.send("DELETE", store)).status, 200);
    assert.equal((await local.send("DELETE", `${local.workspace}/datastores/workspaceblobstore`)).status, 400);
  });

  it("keep computes as sent", async () => {
    const compute = `${local.workspace}/computes/cpu-cluster`;
    const made = await local.put(compute, {
      location,
      properties: { computeType: "amlcompute", properties: { vmSize: "STANDARD_DS3_V2" } },
    });
    assert.deepEqual(
      [made.status, made.body.properties.computeType, made.body.properties.provisioningState],
      [201, "AmlCompute", "Succeeded"],
    );
    assert.equal((await local.send("DELETE", `${compute}?underlyingResourceAction=Delete`)).status, 200);
  });

  it("go with everything below them", async () => {
    await local.put(path("gone"), body());
    assert.equal((await local.send("DELETE", path("gone"))).status, 200);
    assert.equal((await local.get(`${path("gone")}/datastores`)).status, 404);
    assert.equal((await local.send("DELETE", path("gone"))).status, 204);
  });

  it("outlive their storage account, and refuse what needs it", async () => {
    const account = companion("Microsoft.Storage/storageAccounts", "shortlived");
    await local.put(account, { location, kind: "StorageV2", sku: { name: "Standard_LRS" } });
    await local.put(path("bereft"), body({ storageAccount: account }));
    await local.send("DELETE", account);
    for (const action of [
      "datastores/workspaceblobstore/listSecrets",
      "codes/c/versions/1/startPendingUpload",
      "listKeys",
    ]) {
      const answer = await local.send("POST", `${path("bereft")}/${action}`);
      assert.deepEqual([answer.status, answer.body.error.code], [400, "UserError"], action);
    }
    assert.equal((await local.get(path("bereft"))).status, 200);
  });
});
