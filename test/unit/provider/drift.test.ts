import { strict as assert } from "node:assert";
import type { EndpointSettingsOutputs } from "../../../arm/endpoint-settings";
import { type Clock, systemClock } from "../../../provider/clock";
import { type CheckedSettings, checkSettings } from "../../../provider/endpoint-settings-check";
import { updateSettings } from "../../../provider/endpoint-settings";
import { FakeClock, FakeEndpoint, liveEndpoint, wanted } from "./fake-endpoint";

const systemData = { lastModifiedBy: "ada@contoso.com", lastModifiedAt: "2026-01-02T03:04:05Z" };
const recorded: EndpointSettingsOutputs = {
  ...wanted,
  traffic: { blue: 100 },
  mirrorTraffic: {},
  authMode: "Key",
  publicNetworkAccess: "Enabled",
  ...{ scoringUri: "", swaggerUri: "", principalId: "" },
};
const { scoringUri: _s, swaggerUri: _w, principalId: _p, ...olds } = recorded;

describe("a change of what somebody else changed since", () => {
  let service: FakeEndpoint;
  beforeEach(() => (service = new FakeEndpoint()));
  const open = () => service;
  const check = async (news: Partial<CheckedSettings>, before: Partial<CheckedSettings> = olds) =>
    (await checkSettings(before, { ...olds, ...news }, open)).failures.map(({ reason }) => reason);
  const update = (news: Partial<CheckedSettings>, before = recorded, clock: Clock = new FakeClock()) =>
    updateSettings(before, { ...olds, ...news }, open, clock);
  const rolledBack = () => (service.live = { ...liveEndpoint({ traffic: { green: 100 } }), systemData });
  const refusal =
    'traffic: {"blue":90,"green":10} given, the state says {"blue":100} and live is {"green":100}: ' +
    "somebody else changed it since; the endpoint was last changed by ada@contoso.com at 2026-01-02T03:04:05Z; " +
    "see whether it should stay so; `pulumi up --refresh` takes what is live into the state and makes your change";

  it("is refused in preview, with what is live, what the state says, who changed it and the way out", async () => {
    rolledBack();
    assert.deepEqual(await check({ traffic: { blue: 90, green: 10 } }), [refusal]);
  });

  it("is refused in the update where the other came after the preview, and nothing is written", async () => {
    rolledBack();
    await assert.rejects(update({ traffic: { blue: 90, green: 10 } }), { message: `endpoint fraud: ${refusal}` });
    assert.deepEqual([service.puts, service.patches], [[], []]);
  });

  it("says so where the service does not tell who it was", async () => {
    service.live = liveEndpoint({ authMode: "AMLToken" });
    const [found] = await check({ authMode: "AADToken" });
    assert.match(found ?? "", /^authMode: "AADToken" given, the state says "Key" and live is "AMLToken": somebody/);
    assert.match(found ?? "", /; the service does not tell who changed it; /);
  });

  it("is refused for each member that somebody changed, all at once", async () => {
    service.live = liveEndpoint({ traffic: { red: 100 }, mirrorTraffic: { shadow: 10 } });
    const found = await check({
      traffic: { green: 100 },
      mirrorTraffic: { shadow: 20 },
      publicNetworkAccess: "Disabled",
    });
    assert.deepEqual(
      found.map((reason) => reason.slice(0, reason.indexOf(":"))),
      ["traffic", "mirrorTraffic"],
    );
  });

  const passes: [string, Partial<CheckedSettings>, Partial<CheckedSettings>][] = [
    ["live is what the state says", { traffic: { BLUE: 0, green: 100 } }, { ...olds, traffic: { green: 100 } }],
    ["live is what is wanted: an earlier run got that far", { traffic: { Green: 100, blue: 0 } }, olds],
    ["the program asks for no change", { tags: { a: "b" } }, olds],
    ["the state knows nothing of it: it is taken over", { traffic: { blue: 50, green: 50 } }, wanted],
    ["the endpoint is another one", { traffic: { blue: 50, green: 50 } }, { ...olds, endpointName: "other" }],
  ];
  for (const [why, news, before] of passes) {
    it(`passes where ${why}`, async () => {
      rolledBack();
      assert.deepEqual(await check(news, before), []);
    });
  }

  it("passes after a refresh, which makes the state what is live", async () => {
    rolledBack();
    await update({ traffic: { blue: 90, green: 10 } }, { ...recorded, traffic: { green: 100 } });
    assert.deepEqual(service.live?.properties.traffic, { blue: 90, green: 10 });
  });

  it("passes in the update for a member that is taken over, whatever the state still has of it", async () => {
    rolledBack();
    await update({ traffic: { blue: 90, green: 10 }, takesOver: ["traffic"] });
    assert.deepEqual(service.live?.properties.traffic, { blue: 90, green: 10 });
  });

  it("leaves weights as somebody put them where the program changes something else", async () => {
    rolledBack();
    await update({ tags: { a: "b" }, authMode: "AADToken" });
    assert.deepEqual(service.live?.properties.traffic, { green: 100 });
    assert.equal(service.live?.properties.authMode, "AADToken");
  });

  it("that a late write of ours ran over is written again, and the update fails", async () => {
    const accept = service.put;
    service.put = async (endpoint, body, seconds, onAccepted) => {
      if (service.puts.length > 0) return accept(endpoint, body);
      // Somebody's write came and went while the body was on its way.
      const before = { ...liveEndpoint({ traffic: { green: 100 } }), systemData };
      service.live = { ...before, properties: { ...before.properties, provisioningState: "Updating" } };
      onAccepted?.();
      await new Promise((resolve) => setImmediate(resolve));
      await accept(endpoint, body, seconds);
    };
    const late = update({ traffic: { blue: 90, green: 10 } }, recorded, systemClock);
    await assert.rejects(late, { message: `endpoint fraud: ${refusal}` });
    assert.deepEqual(service.live?.properties.traffic, { green: 100 });
  });

  it("is looked for with the sign-in of the state where the new one is not known yet", async () => {
    rolledBack();
    const connection = { clientId: "c" };
    const seen: unknown[] = [];
    const news: Record<string, unknown> = {
      ...olds,
      traffic: { blue: 90, green: 10 },
      connection: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    };
    const inputs: CheckedSettings = { ...olds, ...news };
    const { failures } = await checkSettings({ ...olds, connection }, inputs, (from) => {
      seen.push(from.connection);
      return service;
    });
    assert.deepEqual([failures.length, seen], [1, [connection]]);
  });
});

describe("a body that is sent", () => {
  it("is never built from a read that is old: after slow reads of deployments the endpoint is read anew", async () => {
    const service = new FakeEndpoint();
    const clock = new FakeClock();
    const read = service.getDeployment;
    service.getDeployment = async (...names) => {
      await clock.sleep(3_000);
      if (service.live) service.live = { ...service.live, tags: { late: "tag" } };
      return read(...names);
    };
    await updateSettings(recorded, { ...olds, traffic: { green: 100 } }, () => service, clock);
    assert.deepEqual(service.puts[0]?.tags, { late: "tag" });
    assert.equal(clock.now(), 3_000);
  });
});
