import assert from "node:assert/strict";
import { location } from "./bodies";
import { LocalAzureMl } from "./local-azure-ml";

describe("soft deletion", () => {
  let local: LocalAzureMl;
  beforeEach(async () => (local = await LocalAzureMl.start()));
  afterEach(() => local.stop());

  const properties = { tenantId: "t", sku: { family: "A", name: "standard" } };
  const vault = (group = local.group) => `${group}/providers/Microsoft.KeyVault/vaults/mine`;
  const deletedVaults = () => `${local.subscription}/providers/Microsoft.KeyVault/deletedVaults`;
  const deleted = () => `${local.subscription}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/mine`;
  const codeOf = ({ status, body }: { status: number; body: { error?: { code: string } } }) => [
    status,
    body.error?.code,
  ];

  it("keeps a vault, by the rules of the REST reference, until it is purged", async () => {
    await local.put(vault(), { location, tags: { a: "1" }, properties });
    assert.equal((await local.send("DELETE", vault())).status, 200);
    assert.equal((await local.get(vault())).status, 404);
    const { body } = await local.get(deleted());
    assert.deepEqual([body.name, body.properties.vaultId, body.properties.tags], ["mine", vault(), { a: "1" }]);
    const days = Date.parse(body.properties.scheduledPurgeDate) - Date.parse(body.properties.deletionDate);
    assert.equal(days, 90 * 86_400_000);
    assert.deepEqual((await local.get(deletedVaults())).body.value, [body]);

    assert.deepEqual(codeOf(await local.put(vault(), { location, properties })), [409, "ConflictError"]);
    assert.equal((await local.send("POST", `${deleted()}/purge`)).status, 200);
    assert.deepEqual(codeOf(await local.get(deleted())), [404, "DeletedVaultNotFound"]);
    assert.equal((await local.put(vault(), { location, properties })).status, 201);
  });

  it("gives a vault back that is recovered, with its access policies, in its own resource group only", async () => {
    const accessPolicies = [{ tenantId: "t", objectId: "o", permissions: { secrets: ["get"] } }];
    await local.put(vault(), { location, properties: { ...properties, accessPolicies } });
    await local.send("DELETE", vault());
    const recover = { location, properties: { ...properties, createMode: "recover" } };
    const elsewhere = `${local.subscription}/resourceGroups/elsewhere`;
    await local.put(elsewhere, { location });

    assert.deepEqual(codeOf(await local.put(vault(elsewhere), recover)), [400, "SoftDeletedVaultDoesNotExist"]);
    const { status, body } = await local.put(vault(), recover);
    assert.deepEqual([status, body.properties.accessPolicies], [201, accessPolicies]);
    assert.equal("createMode" in body.properties, false);
    assert.deepEqual((await local.get(deletedVaults())).body.value, []);
    await local.send("POST", vault());
  });

  it("has nothing to recover where nothing was deleted", async () => {
    const recover = { location, properties: { ...properties, createMode: "recover" } };
    assert.deepEqual(codeOf(await local.put(vault(), recover)), [400, "SoftDeletedVaultDoesNotExist"]);
  });

  it("keeps the vaults of a resource group that is deleted, also over a restart", async () => {
    await local.put(vault(), { location, properties });
    await local.finish("DELETE", local.group);
    await local.restart();
    assert.equal((await local.get(deleted())).status, 200);
  });

  it("purges no vault that is protected from it", async () => {
    await local.put(vault(), { location, properties: { ...properties, enablePurgeProtection: true } });
    await local.send("DELETE", vault());
    assert.equal((await local.send("POST", `${deleted()}/purge`)).status, 409);
  });

  it("refuses a name that a vault elsewhere has", async () => {
    const elsewhere = `${local.subscription}/resourceGroups/elsewhere`;
    await local.put(elsewhere, { location });
    await local.put(vault(elsewhere), { location, properties });
    assert.deepEqual(codeOf(await local.put(vault(), { location, properties })), [409, "VaultAlreadyExists"]);
  });

  it("keeps the name of a workspace until it is purged", async () => {
    const { body } = await local.get(local.workspace);
    const { storageAccount, keyVault } = body.properties;
    const workspace = { location, identity: { type: "SystemAssigned" }, properties: { storageAccount, keyVault } };
    const again = () => local.put(local.workspace, workspace);
    await local.send("DELETE", local.workspace);
    const refused = await again();
    assert.deepEqual(codeOf(refused), [400, "BadRequest"]);
    assert.match(refused.body.error.message, /^Soft-deleted workspace exists\. Please purge or recover it\./);
    assert.equal((await local.send("DELETE", `${local.workspace}?forceToPurge=true`)).status, 200);
    assert.equal((await again()).status, 201);
    await local.send("DELETE", `${local.workspace}?forceToPurge=true`);
    assert.equal((await again()).status, 201);
  });
});
