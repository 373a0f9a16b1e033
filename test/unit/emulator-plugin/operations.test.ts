import { strict as assert } from "node:assert";
import { ArmError } from "../../../emulator/plugin/arm/answer";
import { BrokenOff } from "../../../emulator/plugin/arm/client";
import type { ArmClient } from "../../../emulator/plugin/arm/client";
import { canceled, TimedOut } from "../../../emulator/plugin/interruption";
import { operationsOn } from "../../../emulator/plugin/operations";
import { resourceType } from "../../../emulator/plugin/resources/table";
import type { Values } from "../../../emulator/plugin/schema/value";

const signal = new AbortController().signal;
const VAULT = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/v";
const vaultInputs: Values = {
  resourceGroupName: "rg",
  vaultName: "v",
  location: "westus",
  properties: { tenantId: "t", sku: { family: "A", name: "standard" } },
};

const status = (code: number) => new ArmError({ status: code, headers: new Headers(), text: "" });

/** A service that has `live`, and hears what is sent. */
function service(live: Values | undefined, fails: Partial<ArmClient> = {}) {
  const sent: Values[] = [];
  const arm: ArmClient = {
    get: async () => live ?? Promise.reject(status(404)),
    assertAbsent: async () => undefined,
    put: async (_id, _query, body) => {
      sent.push(body);
      return { id: VAULT };
    },
    delete: async () => undefined,
    post: async () => ({}),
    ...fails,
  };
  return { sent, on: (token: string) => operationsOn(resourceType(`azure-native:${token}`), arm, "s") };
}

describe("azure-native stand-in, resources", () => {
  it("the state keeps what GET answers, under the id that the service gives", async () => {
    const { on } = service({ id: VAULT, name: "v", properties: { vaultUri: "https://v" } });
    const { id, outputs } = await on("keyvault:Vault").create(vaultInputs, signal);
    assert.equal(id, VAULT);
    assert.deepEqual(outputs, { name: "v", properties: { vaultUri: "https://v" }, azureApiVersion: "2024-11-01" });
  });

  it("an answer that can't be read again is taken as it was", async () => {
    const { on } = service(undefined, { put: async () => ({ id: VAULT, name: "v" }) });
    assert.equal((await on("keyvault:Vault").create(vaultInputs, signal)).outputs["name"], "v");
  });

  const broken: [string, unknown, Values | undefined, string, boolean][] = [
    ["a failed operation", new Error("it failed"), { name: "v" }, "it failed", true],
    [
      "a failed operation whose resource is not there",
      new Error("it failed"),
      undefined,
      'resource created but read failed Status=404 Message="": it failed',
      false,
    ],
    ["a timeout", new TimedOut(), undefined, "operation timed out", false],
    [
      "a cancellation",
      canceled(),
      undefined,
      'resource created but read failed Status=404 Message="": context canceled',
      false,
    ],
  ];
  for (const [what, cause, live, message, known] of broken) {
    it(`${what} leaves the resource's id in the state`, async () => {
      const { on } = service(live, { put: () => Promise.reject(new BrokenOff(cause)) });
      await assert.rejects(on("keyvault:Vault").create(vaultInputs, signal), (error) => {
        assert.ok(error instanceof Error && "outputs" in error && "id" in error);
        assert.deepEqual(
          [error.name, error.message, error.id, error.outputs !== undefined],
          ["Unfinished", message, VAULT, known],
        );
        return true;
      });
    });
  }

  it("a refusal leaves nothing in the state", async () => {
    const { on } = service(undefined, { put: () => Promise.reject(status(400)) });
    await assert.rejects(on("keyvault:Vault").create(vaultInputs, signal), { name: "ArmError" });
  });

  it("a resource that is gone reads as nothing, and other errors are errors", async () => {
    assert.equal(await service(undefined).on("keyvault:Vault").read(VAULT, undefined, signal), undefined);
    const { on } = service(undefined, { get: () => Promise.reject(status(403)) });
    await assert.rejects(on("keyvault:Vault").read(VAULT, undefined, signal), { status: 403 });
  });

  it("an import takes its inputs from id and answer", async () => {
    const { on } = service({
      name: "v",
      location: "westus",
      properties: { tenantId: "t", vaultUri: "u", accessPolicies: [] },
    });
    const read = await on("keyvault:Vault").read(VAULT, undefined, signal);
    assert.deepEqual(read?.inputs, {
      resourceGroupName: "rg",
      vaultName: "v",
      location: "westus",
      properties: { tenantId: "t" },
    });
  });

  describe("a vault's access policies, which may be resources of their own", () => {
    const policies = [{ tenantId: "t", objectId: "o", permissions: { secrets: ["get"] } }];
    const live: Values = { name: "v", properties: { tenantId: "t", accessPolicies: policies } };

    it("are none in a new vault", async () => {
      const { sent, on } = service(live);
      await on("keyvault:Vault").create(vaultInputs, signal);
      assert.deepEqual(sent, [
        {
          location: "westus",
          properties: { tenantId: "t", sku: { family: "A", name: "standard" }, accessPolicies: [] },
        },
      ]);
    });

    it("stay in an update that does not name them", async () => {
      const { sent, on } = service(live);
      await on("keyvault:Vault").update(vaultInputs, signal);
      assert.deepEqual(sent[0]?.["properties"], {
        tenantId: "t",
        sku: { family: "A", name: "standard" },
        accessPolicies: policies,
      });
    });

    it("are no drift of a vault that does not name them", async () => {
      const { on } = service(live);
      const outputs: Values = { name: "v", properties: { tenantId: "t" } };
      const read = await on("keyvault:Vault").read(VAULT, { inputs: vaultInputs, outputs }, signal);
      assert.deepEqual(read?.inputs, vaultInputs);
    });
  });
});
