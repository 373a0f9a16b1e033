import { strict as assert } from "node:assert";
import { describeFault } from "../../../arm/fault";
import { accountFaults } from "../../../provider/account-check";
import { WORKSPACE } from "../azure/fake-arm";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const account = { subscriptionId: "0000", tenantId: "Tenant" };
const inputs = { workspaceId: WORKSPACE, account };

describe("a resource of ours, beside azure-native", () => {
  const told = async (given: Parameters<typeof accountFaults>[0], tenant?: string) =>
    (await accountFaults(given, async () => tenant)).map(describeFault);

  it("is fine in the same tenant and subscription, in any casing", async () => {
    assert.deepEqual(await told(inputs, "tenant"), []);
  });

  it("is refused where it would be signed in to another tenant", async () => {
    assert.deepEqual(await told(inputs, "foreign"), [
      'tenantId: "foreign" given, this is the tenant of the sign-in, but the azure-native provider works in tenant Tenant; ' +
        "set azure-native:tenantId to the tenant of the workspace, or `az login --tenant Tenant`",
    ]);
  });

  it("is refused where the workspace is of another subscription, before anybody signs in", async () => {
    const elsewhere = { ...inputs, account: { ...account, subscriptionId: "1111" } };
    const faults = await accountFaults(elsewhere, () => assert.fail("signed in"));
    assert.match(faults.map(describeFault).join(), /^workspaceId: ".*" given, .* subscription 1111; .* to 0000/);
  });

  it("is refused where signing in fails, in one line", async () => {
    const faults = await accountFaults(inputs, () => Promise.reject(new Error("az login\nis needed")));
    assert.deepEqual(faults.map(describeFault), ["connection: signing in to Azure failed: az login is needed"]);
  });

  const silent = [
    ["an old program's inputs", { workspaceId: WORKSPACE }],
    ["an account that is not known yet", { ...inputs, account: { subscriptionId: UNKNOWN, tenantId: "x" } }],
    ["a sign-in that is not known yet", { ...inputs, connection: { clientId: UNKNOWN } }],
    ["a provider that does not say its tenant", { ...inputs, account: { subscriptionId: "0000", tenantId: "" } }],
  ] as const;
  for (const [what, given] of silent)
    it(`passes ${what}`, async () => assert.deepEqual(await told(given, "foreign"), []));
  it("passes a sign-in whose tenant nobody knows", async () => assert.deepEqual(await told(inputs), []));
});
