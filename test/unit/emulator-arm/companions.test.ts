import assert from "node:assert/strict";
import { location } from "./bodies";
import { LocalAzureMl } from "./local-azure-ml";

describe("resources around a workspace", () => {
  let local: LocalAzureMl;
  before(async () => (local = await LocalAzureMl.start()));
  after(() => local.stop());
  const path = (type: string, name: string): string => `${local.group}/providers/${type}/${name}`;
  const storage = { location, kind: "StorageV2", sku: { name: "Standard_LRS" } };

  it("keep what they were sent, and what they were given at first", async () => {
    const insights = path("Microsoft.Insights/components", "seen");
    const body = { location, kind: "web", properties: { Application_Type: "web", Extra: { deep: [1] } } };
    const first = await local.put(insights, body);
    assert.equal(first.status, 200);
    assert.deepEqual(first.body.properties.Extra, { deep: [1] });
    assert.match(
      first.body.properties.ConnectionString,
      /^InstrumentationKey=[0-9a-f-]{36};IngestionEndpoint=http:\/\/127\.0\.0\.1/,
    );
    const second = await local.put(insights.toLowerCase(), { ...body, tags: { a: "1" } });
    assert.equal(second.body.properties.InstrumentationKey, first.body.properties.InstrumentationKey);
    assert.deepEqual((await local.get(insights)).body, second.body);
  });

  it("merge a PATCH", async () => {
    const registry = path("Microsoft.ContainerRegistry/registries", "images");
    await local.put(registry, { location, sku: { name: "Basic" }, properties: { policies: { a: 1, b: 2 } } });
    const { body } = await local.send("PATCH", registry, {
      tags: { x: "y" },
      properties: { policies: { b: 3 }, adminUserEnabled: true },
    });
    assert.deepEqual(
      [body.tags, body.properties.policies, body.properties.adminUserEnabled],
      [{ x: "y" }, { a: 1, b: 3 }, true],
    );
    assert.equal((await local.send("POST", `${registry}/listCredentials`)).body.username, "images");
  });

  const refusals: [type: string, name: string, body: object, code: string][] = [
    ["Microsoft.Storage/storageAccounts", "Capitals", storage, "InvalidResourceName"],
    ["Microsoft.Storage/storageAccounts", "nosku", { location, kind: "StorageV2" }, "UserError"],
    [
      "Microsoft.KeyVault/vaults",
      "no-tenant",
      { location, properties: { sku: { family: "A", name: "standard" } } },
      "UserError",
    ],
    [
      "Microsoft.Insights/components",
      "no-logs",
      { location, kind: "web", properties: { WorkspaceResourceId: "/a/b" } },
      "UserError",
    ],
    ["Microsoft.ContainerRegistry/registries", "no-sku", { location }, "InvalidResourceName"],
    ["Microsoft.ManagedIdentity/userAssignedIdentities", "placeless", {}, "UserError"],
    ["Microsoft.ManagedIdentity/userAssignedIdentities", "unknown-member", { location, colour: 1 }, "UserError"],
  ];
  for (const [type, name, body, code] of refusals) {
    it(`are refused with ${code}: ${type} ${name}`, async () => {
      const answer = await local.put(path(type, name), body);
      assert.equal(answer.body.error.code, code);
      assert.equal((await local.get(path(type, name))).status, 404);
    });
  }

  it("stay in their region and go with 200, then 204", async () => {
    const identity = path("Microsoft.ManagedIdentity/userAssignedIdentities", "robot");
    assert.equal((await local.put(identity, { location })).status, 201);
    assert.equal((await local.put(identity, { location: "eastus" })).body.error.code, "InvalidResourceLocation");
    assert.equal((await local.send("DELETE", identity)).status, 200);
    assert.equal((await local.send("DELETE", identity)).status, 204);
  });

  it("make storage accounts accounts of the blob store, one name for all groups", async () => {
    const account = path("Microsoft.Storage/storageAccounts", "blobs1");
    const { body } = await local.put(account, storage);
    assert.equal(body.properties.primaryEndpoints.blob, "http://127.0.0.1:10000/blobs1/");
    const keys = await local.send("POST", `${account}/listKeys`);
    assert.deepEqual(
      keys.body.keys.map(({ value }: { value: string }) => value),
      local.blobs.keys("blobs1"),
    );
    await local.put(`${local.subscription}/resourceGroups/other`, { location });
    const taken = await local.put(account.replace("resourceGroups/local", "resourceGroups/other"), storage);
    assert.deepEqual([taken.status, taken.body.error.code], [409, "StorageAccountAlreadyTaken"]);

    const container = `${account}/blobServices/default/containers/data`;
    assert.equal((await local.put(container, { properties: {} })).status, 201);
    assert.ok(local.blobs.accounts.get("blobs1")?.has("data"));
    assert.deepEqual((await local.get(`${account}/blobServices/default/containers`)).body.value.length, 1);
    await local.send("DELETE", account);
    assert.equal(local.blobs.accounts.has("blobs1"), false);
    assert.equal((await local.get(container)).status, 404);
  });

  it("assign roles once for a scope, a role and a principal", async () => {
    const name = (digit: number): string => `${digit}0000000-0000-4000-8000-000000000000`;
    const at = (scope: string, digit: number): string =>
      `${scope}/providers/Microsoft.Authorization/roleAssignments/${name(digit)}`;
    const role = `${local.subscription}/providers/Microsoft.Authorization/roleDefinitions/${name(9)}`;
    const body = { properties: { roleDefinitionId: role, principalId: name(8), principalType: "ServicePrincipal" } };

    assert.equal((await local.put(at(local.workspace, 1), body)).status, 201);
    assert.equal((await local.put(at(local.workspace, 1), body)).status, 200);
    assert.equal((await local.put(at(local.workspace, 2), body)).body.error.code, "RoleAssignmentExists");
    assert.equal((await local.put(at(local.group, 2), body)).status, 201);
    assert.equal((await local.put(at(local.subscription, 3), body)).status, 201);
    const other = { properties: { ...body.properties, principalId: name(7) } };
    assert.equal((await local.put(at(local.workspace, 1), other)).body.error.code, "RoleAssignmentUpdateNotPermitted");
    assert.equal((await local.put(at(`${local.workspace}x`, 4), body)).status, 404);
    assert.equal((await local.put(at(local.group, 4).slice(0, -1), body)).body.error.code, "InvalidRoleAssignmentId");
    assert.equal((await local.get(at(local.workspace, 1))).body.properties.scope, local.workspace);
    assert.equal((await local.send("DELETE", at(local.workspace, 1))).status, 200);
    assert.equal((await local.get(at(local.workspace, 1))).status, 404);
  });
});
