import { strict as assert } from "node:assert";
import fc from "fast-check";
import type { LiveEndpoint } from "../../../arm/endpoint";
import { type EndpointSettingsInputs, settingsPut } from "../../../arm/endpoint-settings";
import { authModes, networkAccesses } from "../../../arm/endpoint-words";
import { settingsAsLive } from "../../../arm/managed-settings";
import { normalizeTraffic } from "../../../arm/traffic";
import { liveEndpoint, wanted } from "./fake-endpoint";

const name = fc.stringMatching(/^[a-z][a-z0-9]{2,8}$/);
const weights = fc.dictionary(name, fc.integer({ min: 0, max: 100 }), { maxKeys: 4 });
const texts = fc.dictionary(name, fc.string(), { maxKeys: 4 });
const authMode = fc.constantFrom(...authModes);
const networkAccess = fc.constantFrom(...networkAccesses);

/** Endpoints as the service may answer them, with members that nobody here knows. */
const live: fc.Arbitrary<LiveEndpoint> = fc
  .record({
    extra: fc.dictionary(fc.stringMatching(/^x[a-z]{3}$/), fc.jsonValue(), { maxKeys: 3 }),
    tags: texts,
    sku: fc.option(fc.constant({ name: "Default", capacity: 1 }), { nil: undefined }),
    identity: fc.constantFrom(
      { type: "SystemAssigned", principalId: "p" },
      { type: "UserAssigned", userAssignedIdentities: { "/one": { clientId: "c" } } },
      undefined,
    ),
    authMode,
    publicNetworkAccess: networkAccess,
    traffic: weights,
    mirrorTraffic: weights,
    properties: texts,
  })
  .map(({ extra, tags, sku, identity, ...properties }) => ({
    ...liveEndpoint({ ...extra, ...properties }),
    tags,
    sku,
    identity,
  }));

const settings: fc.Arbitrary<EndpointSettingsInputs> = fc
  .record(
    { traffic: weights, mirrorTraffic: weights, authMode, publicNetworkAccess: networkAccess },
    { requiredKeys: [] },
  )
  .map((members) => ({ ...wanted, ...members }));

const ofTheService = ["provisioningState", "scoringUri", "swaggerUri"];
const managed = ["traffic", "mirrorTraffic", "authMode", "publicNetworkAccess"] as const;

describe("the PUT of endpoint settings", () => {
  it("repeats every member of the live endpoint that it does not mean to change", () => {
    fc.assert(
      fc.property(live, settings, (endpoint, inputs) => {
        const body = settingsPut(endpoint, inputs);
        if (!body) return;
        assert.deepEqual(
          [body.location, body.kind, body.tags, body.sku],
          [endpoint.location, endpoint.kind, endpoint.tags, endpoint.sku],
        );
        assert.equal(body.identity?.type, endpoint.identity?.type);
        assert.deepEqual(
          Object.keys(body.identity?.userAssignedIdentities ?? {}),
          Object.keys(endpoint.identity?.userAssignedIdentities ?? {}),
        );
        for (const [member, value] of Object.entries(endpoint.properties)) {
          const changed = managed.some((field) => field === member && inputs[field] !== undefined);
          if (changed || ofTheService.includes(member) || value === null) continue;
          assert.deepEqual(Reflect.get(body.properties, member), value, member);
        }
      }),
    );
  });

  it("says what is wanted, and nothing where that is so already", () => {
    fc.assert(
      fc.property(live, settings, (endpoint, inputs) => {
        const body = settingsPut(endpoint, inputs);
        const after: LiveEndpoint = body ? { ...endpoint, ...body } : endpoint;
        for (const field of ["traffic", "mirrorTraffic"] as const) {
          const expected = inputs[field];
          if (expected) assert.deepEqual(normalizeTraffic(after.properties[field] ?? {}), normalizeTraffic(expected));
        }
        assert.equal(after.properties.authMode, inputs.authMode ?? endpoint.properties.authMode);
        assert.equal(settingsPut(after, inputs), undefined);
      }),
    );
  });

  it("reads back as what was recorded", () => {
    fc.assert(
      fc.property(live, settings, (endpoint, inputs) => {
        const body = settingsPut(endpoint, inputs);
        assert.deepEqual(settingsAsLive(body ? { ...endpoint, ...body } : endpoint, inputs), inputs);
      }),
    );
  });
});
