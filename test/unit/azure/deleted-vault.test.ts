import { strict as assert } from "node:assert";
import { findDeletedVault } from "../../../azure/deleted-vault";
import { type Answer, FakeServer } from "./fake-arm";

const place = { subscriptionId: "s", location: "westeurope", vaultName: "v" };

describe("the deleted vault that holds a name", () => {
  let server: FakeServer;
  let answer: Answer;
  let before: string | undefined;
  beforeEach(async () => {
    before = process.env["PULUMI_AZUREML_ARM_URL"];
    server = await FakeServer.start(() => answer);
    process.env["PULUMI_AZUREML_ARM_URL"] = server.url;
  });
  afterEach(async () => {
    delete process.env["PULUMI_AZUREML_ARM_URL"];
    if (before !== undefined) process.env["PULUMI_AZUREML_ARM_URL"] = before;
    await server.stop();
  });

  it("is read by the key vault's own version of the API", async () => {
    answer = { body: { properties: { vaultId: "/v", scheduledPurgeDate: "2027-01-01T00:00:00Z" } } };
    assert.deepEqual(await findDeletedVault(place), { vaultId: "/v", purgeDate: "2027-01-01T00:00:00Z" });
    const [{ path, query } = assert.fail()] = server.seen;
    assert.equal(path, "/subscriptions/s/providers/Microsoft.KeyVault/locations/westeurope/deletedVaults/v");
    assert.deepEqual(query.getAll("api-version"), ["2024-11-01"]);
  });

  it("is not there where the service knows none", async () => {
    answer = { status: 404, body: { error: { code: "DeletedVaultNotFound", message: "none" } } };
    assert.equal(await findDeletedVault(place), undefined);
  });

  for (const [status, code] of [
    [403, "AuthorizationFailed"],
    [409, "MissingSubscriptionRegistration"],
  ] as const) {
    it(`is unseen after ${code}, which fails no preview`, async () => {
      answer = { status, body: { error: { code, message: "no" } } };
      assert.equal(await findDeletedVault(place), "unseen");
    });
  }
});
