import { strict as assert } from "node:assert";
import { changesOf } from "../../../emulator/plugin/diff/changes";
import { refreshedInputs } from "../../../emulator/plugin/diff/refresh";
import { resourceType } from "../../../emulator/plugin/resources/table";
import { UNKNOWN } from "../../../emulator/plugin/schema/value";
import type { Values } from "../../../emulator/plugin/schema/value";

const endpoint = resourceType("azure-native:machinelearningservices:OnlineEndpoint");
const deployment = resourceType("azure-native:machinelearningservices:OnlineDeployment");
const vault = resourceType("azure-native:keyvault:Vault");
const storage = resourceType("azure-native:storage:StorageAccount");
const roleAssignment = resourceType("azure-native:authorization:RoleAssignment");

const policy = (objectId: string, ...secrets: string[]): Values => ({
  tenantId: "t",
  objectId,
  permissions: { secrets },
});

describe("azure-native stand-in, diff", () => {
  const cases: [string, typeof endpoint, Values, Values, Record<string, string>][] = [
    ["equal inputs are no change", endpoint, { tags: { a: "1", b: "2" } }, { tags: { b: "2", a: "1" } }, {}],
    [
      "kinds are told property by property",
      endpoint,
      { tags: { gone: "1", other: "2" }, properties: { traffic: { blue: 100 } } },
      { tags: { other: "3", fresh: "4" }, properties: { traffic: { blue: 90, green: 10 } } },
      {
        "tags.gone": "delete",
        "tags.other": "update",
        "tags.fresh": "add",
        "properties.traffic.blue": "update",
        "properties.traffic.green": "add",
      },
    ],
    [
      "a name in the path replaces",
      endpoint,
      { endpointName: "a" },
      { endpointName: "b" },
      { endpointName: "updateReplace" },
    ],
    [
      "a parent in the path replaces",
      deployment,
      { endpointName: "a" },
      { endpointName: "b" },
      { endpointName: "updateReplace" },
    ],
    [
      "a name that is not known yet replaces",
      deployment,
      { endpointName: "a" },
      { endpointName: UNKNOWN },
      { endpointName: "updateReplace" },
    ],
    [
      "another location replaces a tracked resource",
      endpoint,
      { location: "westus" },
      { location: "eastus" },
      { location: "updateReplace" },
    ],
    ["spellings of a location are one", endpoint, { location: "West US 2" }, { location: "westus2" }, {}],
    [
      "cases of a resource group's name are one",
      endpoint,
      { resourceGroupName: "RG" },
      { resourceGroupName: "rg" },
      {},
    ],
    [
      "an instance type changes in place, since it is a property of a property",
      deployment,
      { properties: { endpointComputeType: "Managed", instanceType: "a" } },
      { properties: { endpointComputeType: "Managed", instanceType: "b" } },
      { "properties.instanceType": "update" },
    ],
    [
      "a flattened property can replace",
      storage,
      { isHnsEnabled: false },
      { isHnsEnabled: true },
      { isHnsEnabled: "updateReplace" },
    ],
    [
      "a role assignment is of one principal",
      roleAssignment,
      { principalId: "a" },
      { principalId: "b" },
      { principalId: "updateReplace" },
    ],
    ["a vault can say another location", vault, { location: "a" }, { location: "b" }, { location: "update" }],
    ["the provider's own notes do not count", endpoint, { __createBeforeDelete: true }, {}, {}],
    [
      "lists are compared by position",
      storage,
      { networkRuleSet: { ipRules: [{ iPAddressOrRange: "1" }, { iPAddressOrRange: "2" }] } },
      { networkRuleSet: { ipRules: [{ iPAddressOrRange: "2" }] } },
      { "networkRuleSet.ipRules[0].iPAddressOrRange": "update", "networkRuleSet.ipRules[1]": "delete" },
    ],
    [
      "access policies know who they are: their order is no change",
      vault,
      { properties: { accessPolicies: [policy("a", "get"), policy("b", "list")] } },
      { properties: { accessPolicies: [policy("b", "list"), policy("a", "get")] } },
      {},
    ],
    [
      "an access policy that is another one is an addition and a deletion",
      vault,
      { properties: { accessPolicies: [policy("a", "get"), policy("b", "list")] } },
      { properties: { accessPolicies: [policy("b", "list"), policy("c", "get")] } },
      { "properties.accessPolicies[1]": "add", "properties.accessPolicies[0]": "delete" },
    ],
  ];
  for (const [behaviour, type, old, next, kinds] of cases) {
    it(behaviour, () => assert.deepEqual(Object.fromEntries(changesOf(type, old, next, {}).detailed), kinds));
  }

  it("deletes first when it replaces", () => {
    const changes = changesOf(endpoint, { endpointName: "a" }, { endpointName: "b" }, {});
    assert.deepEqual([changes.replaces, changes.deleteBeforeReplace], [["endpointName"], true]);
  });

  it("creates first when the name has a random part", () => {
    const old = { endpointName: "a1b2", location: "westus", __createBeforeDelete: true };
    assert.equal(changesOf(endpoint, old, { ...old, location: "eastus" }, {}).deleteBeforeReplace, false);
  });

  it("writing out what the service had chosen replaces nothing", () => {
    const changes = changesOf(endpoint, {}, { location: "westus" }, { location: "westus" });
    assert.deepEqual([...changes.detailed], [["location", "add"]]);
    assert.deepEqual(changes.replaces, []);
  });

  it("an imported resource's api-version is in its outputs", () => {
    assert.equal(changesOf(endpoint, {}, { azureApiVersion: "v" }, { azureApiVersion: "v" }).detailed.size, 0);
  });
});

describe("azure-native stand-in, refresh", () => {
  const cases: [string, Values, Values, Values, Values][] = [
    ["nothing changed: the inputs stay", { a: 1 }, { a: 1, b: 2 }, { a: 1, b: 2 }, { a: 1 }],
    [
      "a changed value reaches the inputs",
      { t: { x: 1 } },
      { t: { x: 1, y: 2 } },
      { t: { x: 5, y: 2 } },
      { t: { x: 5 } },
    ],
    [
      "a changed default becomes an input",
      { t: { x: 1 } },
      { t: { x: 1, y: 2 } },
      { t: { x: 1, y: 3 } },
      { t: { x: 1, y: 3 } },
    ],
    ["what is gone there is gone here", { t: { x: 1, y: 2 } }, { t: { x: 1, y: 2 } }, { t: { x: 1 } }, { t: { x: 1 } }],
    ["what is new there is new here", { a: 1 }, { a: 1 }, { a: 1, tags: { k: "v" } }, { a: 1, tags: { k: "v" } }],
    [
      "items are compared one by one",
      { l: [{ x: 1 }] },
      { l: [{ x: 1, d: 0 }] },
      { l: [{ x: 2, d: 0 }, { x: 3 }] },
      { l: [{ x: 2 }, { x: 3 }] },
    ],
  ];
  for (const [behaviour, inputs, before, now, expected] of cases) {
    it(behaviour, () => assert.deepEqual(refreshedInputs(inputs, before, now), expected));
  }
});
