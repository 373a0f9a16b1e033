import { strict as assert } from "node:assert";
import { importedInputs, inputsOf } from "../../../emulator/plugin/convert/inputs";
import { outputsOf } from "../../../emulator/plugin/convert/outputs";
import { previewOutputs } from "../../../emulator/plugin/convert/preview";
import { requestBody } from "../../../emulator/plugin/convert/request-body";
import { resourceType } from "../../../emulator/plugin/resources/table";
import { UNKNOWN } from "../../../emulator/plugin/schema/value";
import type { Values } from "../../../emulator/plugin/schema/value";

const members = (token: string) => resourceType(`azure-native:${token}`).members;
const ENDPOINT = members("machinelearningservices:OnlineEndpoint");
const DEPLOYMENT = members("machinelearningservices:OnlineDeployment");
const STORAGE = members("storage:StorageAccount");
const ID = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/u";

describe("azure-native stand-in, request bodies", () => {
  const cases: [string, ReturnType<typeof members>, Values, Values][] = [
    [
      "path parameters, api-version and the provider's own notes stay out of it",
      ENDPOINT,
      {
        endpointName: "e",
        resourceGroupName: "rg",
        azureApiVersion: "v",
        __createBeforeDelete: true,
        tags: { a: "b" },
        properties: { authMode: "Key", traffic: { blue: 100 } },
      },
      { tags: { a: "b" }, properties: { authMode: "Key", traffic: { blue: 100 } } },
    ],
    [
      "members that only the service sets are not sent",
      ENDPOINT,
      { properties: { authMode: "Key", scoringUri: "x" } },
      { properties: { authMode: "Key" } },
    ],
    [
      "members that nobody knows are dropped",
      ENDPOINT,
      { properties: { authMode: "Key", trafic: {} } },
      { properties: { authMode: "Key" } },
    ],
    [
      "write-only members are sent",
      ENDPOINT,
      { properties: { authMode: "Key", keys: { primaryKey: "p" } } },
      { properties: { authMode: "Key", keys: { primaryKey: "p" } } },
    ],
    [
      "a list of user-assigned identities becomes an object",
      ENDPOINT,
      { identity: { type: "UserAssigned", userAssignedIdentities: [ID] } },
      { identity: { type: "UserAssigned", userAssignedIdentities: { [ID]: {} } } },
    ],
    [
      "flattened members go under `properties`, under their names on the wire",
      STORAGE,
      {
        kind: "StorageV2",
        sku: { name: "Standard_LRS" },
        enableHttpsTrafficOnly: true,
        networkRuleSet: { defaultAction: "Deny", ipRules: [{ iPAddressOrRange: "1.2.3.4" }] },
      },
      {
        kind: "StorageV2",
        sku: { name: "Standard_LRS" },
        properties: {
          supportsHttpsTrafficOnly: true,
          networkAcls: { defaultAction: "Deny", ipRules: [{ value: "1.2.3.4" }] },
        },
      },
    ],
    [
      "a managed deployment takes no member of a Kubernetes one",
      DEPLOYMENT,
      {
        sku: { name: "Default", capacity: 2 },
        properties: { endpointComputeType: "Managed", containerResourceRequirements: {}, model: "m" },
      },
      { sku: { name: "Default", capacity: 2 }, properties: { endpointComputeType: "Managed", model: "m" } },
    ],
    [
      "a variant that nobody knows is sent as it is",
      DEPLOYMENT,
      { properties: { endpointComputeType: "AzureMLCompute", any: 1 } },
      { properties: { endpointComputeType: "AzureMLCompute", any: 1 } },
    ],
  ];
  for (const [behaviour, shape, inputs, body] of cases) {
    it(behaviour, () => assert.deepEqual(requestBody(shape, inputs), body));
  }
});

describe("azure-native stand-in, outputs and inputs", () => {
  const answer: Values = {
    id: "/e",
    name: "e",
    type: "t",
    location: "westeurope",
    unheardOf: 1,
    kind: null,
    identity: { type: "UserAssigned", principalId: "p", userAssignedIdentities: { [ID]: { clientId: "c" } } },
    properties: { authMode: "Key", keys: { primaryKey: "never" }, traffic: {}, provisioningState: "Succeeded" },
  };
  const outputs: Values = {
    name: "e",
    type: "t",
    location: "westeurope",
    identity: { type: "UserAssigned", principalId: "p", userAssignedIdentities: { [ID]: { clientId: "c" } } },
    properties: { authMode: "Key", traffic: {}, provisioningState: "Succeeded" },
  };

  it("outputs show what the SDK knows, without nulls and write-only members", () => {
    assert.deepEqual(outputsOf(ENDPOINT, answer), outputs);
  });

  it("the projection onto inputs leaves out what the service alone sets", () => {
    assert.deepEqual(inputsOf(ENDPOINT, outputs), {
      location: "westeurope",
      identity: { type: "UserAssigned", userAssignedIdentities: [ID] },
      properties: { authMode: "Key", traffic: {} },
    });
  });

  it("an import takes names from the id and leaves out empty objects", () => {
    assert.deepEqual(importedInputs(ENDPOINT, outputs, { endpointName: "e", workspaceName: "w" }), {
      endpointName: "e",
      workspaceName: "w",
      location: "westeurope",
      identity: { type: "UserAssigned", userAssignedIdentities: [ID] },
      properties: { authMode: "Key" },
    });
  });

  it("flattened members come back out of `properties`", () => {
    const account = { properties: { supportsHttpsTrafficOnly: true, primaryEndpoints: { blob: "b" } } };
    assert.deepEqual(outputsOf(STORAGE, account), { enableHttpsTrafficOnly: true, primaryEndpoints: { blob: "b" } });
  });

  it("datastore credentials never come back", () => {
    const store = {
      properties: { datastoreType: "AzureBlob", credentials: { credentialsType: "AccountKey", secrets: { key: "k" } } },
    };
    assert.deepEqual(outputsOf(members("machinelearningservices:Datastore"), store), {
      properties: { datastoreType: "AzureBlob", credentials: { credentialsType: "AccountKey" } },
    });
  });
});

describe("azure-native stand-in, previews", () => {
  it("foresee the inputs, and unknown for all else", () => {
    const inputs: Values = {
      endpointName: "e",
      location: "westeurope",
      identity: { type: "UserAssigned", userAssignedIdentities: [ID] },
      properties: { authMode: "Key", traffic: { blue: UNKNOWN } },
    };
    const foreseen = previewOutputs(ENDPOINT, inputs);
    assert.equal(foreseen["location"], "westeurope");
    assert.equal(foreseen["name"], UNKNOWN);
    assert.equal(foreseen["tags"], UNKNOWN);
    assert.equal("endpointName" in foreseen, false);
    assert.deepEqual(foreseen["identity"], {
      type: "UserAssigned",
      userAssignedIdentities: UNKNOWN,
      principalId: UNKNOWN,
      tenantId: UNKNOWN,
    });
    assert.deepEqual(foreseen["properties"], {
      authMode: "Key",
      compute: UNKNOWN,
      description: UNKNOWN,
      mirrorTraffic: UNKNOWN,
      properties: UNKNOWN,
      publicNetworkAccess: UNKNOWN,
      traffic: { blue: UNKNOWN },
      provisioningState: UNKNOWN,
      scoringUri: UNKNOWN,
      swaggerUri: UNKNOWN,
    });
  });

  it("take a variant for what the program says", () => {
    const properties = { endpointComputeType: "Managed", model: "m" };
    assert.deepEqual(previewOutputs(DEPLOYMENT, { properties })["properties"], properties);
  });
});
