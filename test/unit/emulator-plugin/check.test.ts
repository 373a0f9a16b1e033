import { strict as assert } from "node:assert";
import { check } from "../../../emulator/plugin/check/check";
import type { Locations } from "../../../emulator/plugin/check/check";
import type { Naming } from "../../../emulator/plugin/check/naming";
import { resourceType } from "../../../emulator/plugin/resources/table";
import { asText, mapValues, UNKNOWN } from "../../../emulator/plugin/schema/value";
import type { Value, Values } from "../../../emulator/plugin/schema/value";

const type = (token: string) => resourceType(`azure-native:${token}`);
const ENDPOINT = type("machinelearningservices:OnlineEndpoint");
const naming: Naming = { logicalName: "shop", seed: new Uint8Array([1, 2, 3]) };
const nowhere: Locations = { ofResourceGroup: async () => undefined };
const placed: Values = { resourceGroupName: "rg", workspaceName: "main", location: "westus" };
const endpoint: Values = { ...placed, properties: { authMode: "Key" } };

describe("azure-native stand-in, names", () => {
  const named = async (token: string, news: Values, olds: Values = {}, how: Partial<Naming> = {}): Promise<Values> =>
    (await check(type(token), olds, news, { ...naming, ...how }, nowhere)).inputs;

  it("an endpoint gets a random suffix, and creates before it deletes", async () => {
    const { endpointName, __createBeforeDelete: note } = await named(
      "machinelearningservices:OnlineEndpoint",
      endpoint,
    );
    assert.match(asText(endpointName ?? ""), /^shop[0-9a-f]{8}$/);
    assert.equal(note, true);
  });

  it("the same seed gives the same name", async () => {
    const first = await named("machinelearningservices:OnlineEndpoint", endpoint);
    const second = await named("machinelearningservices:OnlineEndpoint", endpoint);
    assert.equal(first["endpointName"], second["endpointName"]);
  });

  it("a given name is kept, and then it deletes before it creates", async () => {
    const inputs = await named("machinelearningservices:OnlineEndpoint", { ...endpoint, endpointName: "mine" });
    assert.equal(inputs["endpointName"], "mine");
    assert.equal("__createBeforeDelete" in inputs, false);
  });

  it("an old name is kept with its note", async () => {
    const inputs = await named("machinelearningservices:OnlineEndpoint", endpoint, {
      endpointName: "old",
      __createBeforeDelete: true,
    });
    assert.deepEqual([inputs["endpointName"], inputs["__createBeforeDelete"]], ["old", true]);
  });

  it("a deployment takes its logical name", async () => {
    const inputs = await named("machinelearningservices:OnlineDeployment", {
      ...placed,
      endpointName: "shop",
      properties: {},
    });
    assert.equal(inputs["deploymentName"], "shop");
  });

  it("a role assignment gets a UUID", async () => {
    const inputs = await named("authorization:RoleAssignment", {
      scope: "/s",
      principalId: "p",
      roleDefinitionId: "r",
    });
    assert.match(asText(inputs["roleAssignmentName"] ?? ""), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it("the project's autonaming decides where it is configured", async () => {
    const configured = { mode: "enforce", name: "by-rule" } as const;
    const inputs = await named(
      "machinelearningservices:OnlineDeployment",
      { ...placed, endpointName: "e", properties: {} },
      {},
      { configured },
    );
    assert.equal(inputs["deploymentName"], "by-rule");
  });

  it("with autonaming off a missing name is a fault", async () => {
    const off = { ...naming, configured: { mode: "disable", name: "" } } as const;
    const { faults } = await check(ENDPOINT, {}, endpoint, off, nowhere);
    assert.deepEqual(faults, ["missing required property 'endpointName'"]);
  });
});

describe("azure-native stand-in, locations", () => {
  const { location: _, ...anywhere } = endpoint;
  const located = async (news: Values, olds: Values, locations: Locations) =>
    (await check(ENDPOINT, olds, news, naming, locations)).inputs["location"];
  const everywhere: Locations = { configured: "configured", ofResourceGroup: async () => "of the group" };

  it("comes from the old inputs, then from the configuration, then from the resource group", async () => {
    assert.equal(await located(anywhere, { location: "old" }, everywhere), "old");
    assert.equal(await located(anywhere, {}, everywhere), "configured");
    assert.equal(await located(anywhere, {}, { ofResourceGroup: async (name) => `of ${name}` }), "of rg");
  });

  it("is unknown while the resource group is", async () => {
    assert.equal(await located({ ...anywhere, resourceGroupName: UNKNOWN }, {}, nowhere), UNKNOWN);
  });

  it("that nobody knows is a fault, with the way out", async () => {
    const { faults } = await check(ENDPOINT, {}, anywhere, naming, nowhere);
    assert.deepEqual(faults, [
      "missing required property 'location'. Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'.",
    ]);
  });
});

describe("azure-native stand-in, faults", () => {
  const cases: [string, Record<string, Value | undefined>, string[]][] = [
    ["missing path parameter", { workspaceName: undefined }, ["missing required property 'workspaceName'"]],
    ["missing nested member", { properties: {} }, ["missing required property 'properties.authMode'"]],
    ["text for an object", { properties: "x" }, ["'properties' should be of type 'object' but got a string"]],
    [
      "text for a number",
      { properties: { authMode: "Key", traffic: "all" } },
      ["'properties.traffic' should be of type 'object' but got a string"],
    ],
    ["number for text", { kind: 3 }, ["'kind' should be of type 'string' but got a number"]],
    ["list for text", { kind: [] }, ["'kind' should be of type 'string' but got an array"]],
    [
      "fraction for an integer",
      { sku: { name: "Default", capacity: 1.5 } },
      ["'sku.capacity' must be an integer but got 1.500000"],
    ],
    [
      "name against the pattern",
      { workspaceName: "w" },
      ["'workspaceName' does not match expression '^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$'"],
    ],
    ["unknown values are no fault", { workspaceName: UNKNOWN, properties: UNKNOWN }, []],
    ["members that nobody knows are no fault", { properties: { authMode: "Key", trafic: 1 } }, []],
  ];
  for (const [behaviour, change, faults] of cases) {
    it(behaviour, async () => {
      const given = mapValues({ ...endpoint, ...change }, (value) => value);
      assert.deepEqual((await check(ENDPOINT, {}, given, naming, nowhere)).faults, faults);
    });
  }

  it("all faults are told at once", async () => {
    const { faults } = await check(ENDPOINT, {}, { location: "westus", properties: {} }, naming, nowhere);
    assert.deepEqual(faults, [
      "missing required property 'resourceGroupName'",
      "missing required property 'workspaceName'",
      "missing required property 'properties.authMode'",
    ]);
  });
});
