import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import type { LiveEndpoint } from "../../../arm/endpoint";
import { settingsPatch, settingsPut, type EndpointSettingsInputs } from "../../../arm/endpoint-settings";

const live: LiveEndpoint = {
  id: "/e",
  name: "fraud",
  location: "westeurope",
  kind: "Managed",
  tags: { owner: "platform" },
  identity: { type: "SystemAssigned", principalId: "p", tenantId: "t" },
  properties: {
    authMode: "Key",
    description: "first",
    properties: { "azureml.onlineendpointid": "/e" },
    publicNetworkAccess: "Enabled",
    traffic: { blue: 100 },
    mirrorTraffic: { green: 10 },
    provisioningState: "Succeeded",
    scoringUri: "https://fraud/score",
    swaggerUri: "https://fraud/swagger.json",
  },
};
const wanted: EndpointSettingsInputs = { workspaceId: "/w", endpointName: "fraud" };

describe("the PUT of endpoint settings", () => {
  it("is not sent where nothing differs but case, zeros and order", () => {
    const same = { traffic: { BLUE: 100, green: 0 }, mirrorTraffic: { green: 10 }, authMode: "Key" as const };
    assert.equal(settingsPut(live, { ...wanted, ...same }), undefined);
    assert.equal(settingsPut(live, wanted), undefined);
  });

  it("repeats everything that it does not mean to change, and nothing that only the service sets", () => {
    assert.deepEqual(settingsPut(live, { ...wanted, traffic: { blue: 90, green: 10 }, mirrorTraffic: {} }), {
      location: "westeurope",
      kind: "Managed",
      tags: { owner: "platform" },
      identity: { type: "SystemAssigned" },
      properties: {
        authMode: "Key",
        description: "first",
        properties: { "azureml.onlineendpointid": "/e" },
        publicNetworkAccess: "Enabled",
        traffic: { blue: 90, green: 10 },
        mirrorTraffic: {},
      },
    });
  });

  it("keeps live weights in every write that is not about weights", () => {
    const settings = fc.record(
      {
        authMode: fc.constantFrom("Key" as const, "AMLToken" as const, "AADToken" as const),
        publicNetworkAccess: fc.constantFrom("Enabled" as const, "Disabled" as const),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(settings, fc.integer({ min: 0, max: 100 }), (change, blue) => {
        const before = { ...live, properties: { ...live.properties, traffic: { blue, green: 100 - blue } } };
        const put = settingsPut(before, { ...wanted, ...change });
        assert.deepEqual(put?.properties.traffic ?? before.properties.traffic, before.properties.traffic);
        assert.deepEqual(put?.properties.mirrorTraffic ?? { green: 10 }, { green: 10 });
      }),
    );
  });
});

describe("the PATCH of endpoint settings", () => {
  it("adds and changes own tags and keeps those of others", () => {
    assert.deepEqual(settingsPatch(live, { ...wanted, tags: { team: "risk" } }), {
      tags: { owner: "platform", team: "risk" },
    });
  });

  it("takes away own tags that are no longer wanted", () => {
    const tagged = { ...live, tags: { owner: "platform", team: "risk" } };
    assert.deepEqual(settingsPatch(tagged, wanted, { team: "risk" }), { tags: { owner: "platform" } });
    assert.equal(settingsPatch(tagged, wanted, {}), undefined);
  });

  it("compares identities by what they mean", () => {
    const id = "/subscriptions/s/userAssignedIdentities/One";
    const identity = { type: "SystemAssigned,UserAssigned" as const, userAssignedIdentities: [id] };
    assert.deepEqual(settingsPatch(live, { ...wanted, identity }), {
      identity: { type: "SystemAssigned,UserAssigned", userAssignedIdentities: { [id]: {} } },
    });
    const same = { type: "systemassigned, userassigned", userAssignedIdentities: { [id.toLowerCase()]: {} } };
    assert.equal(settingsPatch({ ...live, identity: same }, { ...wanted, identity }), undefined);
  });
});
