import { strict as assert } from "node:assert";
import type { EndpointSettingsOutputs } from "../../../arm/endpoint-settings";
import type { CheckedSettings } from "../../../provider/endpoint-settings-check";
import { createSettings, readSettings, updateSettings } from "../../../provider/endpoint-settings";
import { ArmError } from "../../../azure/arm-error";
import { PartialFailure } from "../../../provider/results";
import { FakeEndpoint, liveEndpoint, wanted } from "./fake-endpoint";

const uris = { scoringUri: "https://fraud/score", swaggerUri: "https://fraud/swagger.json", principalId: "p" };

describe("endpoint settings", () => {
  let service: FakeEndpoint;
  beforeEach(() => (service = new FakeEndpoint()));
  const open = () => service;

  it("take an endpoint over, known by its ARM id, and give its URIs and identity", async () => {
    const inputs: CheckedSettings = { ...wanted, traffic: { Blue: 90, green: 10 }, takesOver: ["traffic"] };
    const { id, outs } = await createSettings(inputs, open);
    assert.equal(id, `${wanted.workspaceId}/onlineEndpoints/fraud`);
    assert.deepEqual(outs, { ...wanted, traffic: { Blue: 90, green: 10 }, ...uris });
  });

  it("give an empty principal where the endpoint has no identity of its own", async () => {
    service.live = { ...liveEndpoint(), identity: undefined };
    assert.equal((await createSettings(wanted, open)).outs.principalId, "");
  });

  it("take own tags away that are not wanted any more, and no others", async () => {
    const { outs } = await updateSettings(
      { ...wanted, tags: { owner: "team" } },
      { ...wanted, tags: { a: "b" } },
      open,
    );
    assert.deepEqual(service.live?.tags, { policy: "on", a: "b" });
    assert.deepEqual(outs.tags, { a: "b" });
  });

  it("leave identity and own tags as somebody set them where the program changes something else", async () => {
    const before = { ...wanted, identity: { type: "SystemAssigned" as const }, tags: { owner: "team", stage: "prod" } };
    const attached = { type: "SystemAssigned,UserAssigned", userAssignedIdentities: { "/puller": {} } };
    service.live = { ...liveEndpoint(), identity: attached, tags: { owner: "ada", stage: "prod" } };
    await updateSettings(before, { ...before, traffic: { green: 100 }, tags: { owner: "team", stage: "new" } }, open);
    assert.deepEqual(service.live.identity?.userAssignedIdentities, attached.userAssignedIdentities);
    assert.deepEqual(service.live.tags, { owner: "ada", stage: "new" });
    assert.deepEqual(service.live.properties.traffic, { green: 100 });
  });

  it("leave nothing of what was to change in the state where an update failed with a write under way", async () => {
    const before = { ...wanted, ...uris, traffic: { blue: 100 }, authMode: "Key" as const, tags: { owner: "team" } };
    const error = { status: 0, code: "OperationTimeout", message: "not over after 3 s" };
    service.put = async (_endpoint, _body, _seconds, onAccepted) => {
      onAccepted?.();
      throw new ArmError("PUT onlineEndpoints/fraud", error);
    };
    const update = updateSettings(before, { ...wanted, traffic: { green: 100 }, authMode: "Key" }, open);
    const failure: unknown = await update.catch((thrown: unknown) => thrown);
    assert.ok(failure instanceof PartialFailure);
    assert.match(failure.message, /not over after 3 s/);
    const { traffic: _traffic, ...kept } = before;
    assert.deepEqual(failure.properties, kept);
  });

  it("stay in the state as they were where an update was refused", async () => {
    service.put = async () => {
      throw new ArmError("PUT onlineEndpoints/fraud", { status: 400, code: "BadRequest", message: "no" });
    };
    const update = updateSettings({ ...wanted, traffic: { blue: 100 } }, { ...wanted, traffic: { green: 100 } }, open);
    await assert.rejects(update, (failure) => failure instanceof ArmError);
  });

  describe("when they are read", () => {
    const recorded: EndpointSettingsOutputs = {
      ...wanted,
      ...uris,
      deployments: ["blue", "green"],
      traffic: { Blue: 100, green: 0 },
      mirrorTraffic: {},
      authMode: "Key",
      publicNetworkAccess: "Enabled",
      tags: { owner: "team" },
      identity: { type: "SystemAssigned" },
      timeoutSeconds: 60,
    };
    const { scoringUri: _s, swaggerUri: _w, principalId: _p, ...inputs } = recorded;

    it("are what was recorded, in the form it was written, where nothing drifted", async () => {
      assert.deepEqual(await readSettings("id", recorded, open), { id: "id", props: recorded, inputs });
    });

    const drifts: [string, Parameters<typeof liveEndpoint>[0], Partial<EndpointSettingsOutputs>][] = [
      ["weights", { traffic: { blue: 70, green: 30 } }, { traffic: { Blue: 70, green: 30 } }],
      ["weights that are gone", { traffic: {} }, { traffic: {} }],
      ["a mirror", { mirrorTraffic: { green: 10 } }, { mirrorTraffic: { green: 10 } }],
      ["the auth mode", { authMode: "aadToken" }, { authMode: "AADToken" }],
      ["network access", { publicNetworkAccess: "Disabled" }, { publicNetworkAccess: "Disabled" }],
      ["URIs", { scoringUri: "https://new/score" }, { scoringUri: "https://new/score" }],
    ];
    for (const [what, live, drift] of drifts) {
      it(`show exactly the drift of ${what}`, async () => {
        service.live = liveEndpoint(live);
        const { scoringUri: _uri, ...members } = drift;
        const expected = { id: "id", props: { ...recorded, ...drift }, inputs: { ...inputs, ...members } };
        assert.deepEqual(await readSettings("id", recorded, open), expected);
      });
    }

    it("show drift of own tags and not those of others", async () => {
      service.live = { ...liveEndpoint(), tags: { owner: "other", new: "foreign" } };
      assert.deepEqual((await readSettings("id", recorded, open)).inputs?.tags, { owner: "other" });
      service.live = { ...liveEndpoint(), tags: null };
      assert.deepEqual((await readSettings("id", recorded, open)).inputs?.tags, {});
    });

    it("show drift of the identity", async () => {
      const identity = { type: "SystemAssigned, UserAssigned", userAssignedIdentities: { "/one": {} } };
      service.live = { ...liveEndpoint(), identity };
      assert.deepEqual((await readSettings("id", recorded, open)).inputs?.identity, {
        type: "SystemAssigned,UserAssigned",
        userAssignedIdentities: ["/one"],
      });
    });

    it("show nothing of what the program does not manage", async () => {
      service.live = liveEndpoint({ traffic: { green: 100 }, authMode: "AMLToken", publicNetworkAccess: "Disabled" });
      assert.deepEqual(await readSettings("id", { ...wanted, ...uris }, open), {
        id: "id",
        props: { ...wanted, ...uris },
        inputs: wanted,
      });
    });

    it("are an object without id where the endpoint is gone", async () => {
      service.live = undefined;
      assert.deepEqual(await readSettings("id", recorded, open), {});
    });

    it("fail where the service can't be asked, instead of being gone", async () => {
      service.get = () => Promise.reject(new Error("403"));
      await assert.rejects(readSettings("id", recorded, open), /403/);
    });
  });
});
