import { strict as assert } from "node:assert";
import { type CheckedSettings, checkSettings } from "../../../provider/endpoint-settings-check";
import { FakeEndpoint, liveEndpoint, wanted } from "./fake-endpoint";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Inputs as the engine may hand them over, with values that are not known yet in place of any other. */
const inputs = (members: Record<string, unknown>): CheckedSettings => ({ ...wanted, ...members });

describe("the check of endpoint settings", () => {
  let service: FakeEndpoint;
  beforeEach(() => (service = new FakeEndpoint()));
  const check = (news: CheckedSettings, olds: Partial<CheckedSettings> = {}) =>
    checkSettings(olds, news, () => service);
  const reasons = async (members: Record<string, unknown>, olds?: Partial<CheckedSettings>) =>
    (await check(inputs(members), olds)).failures.map(({ reason }) => reason);

  it("passes good settings through as they are", async () => {
    const news = inputs({
      deployments: ["blue", "green"],
      traffic: { blue: 90, GREEN: 10 },
      mirrorTraffic: {},
      authMode: "aadToken",
      publicNetworkAccess: "Disabled",
      tags: { owner: "team" },
      identity: { type: "SystemAssigned" },
      timeoutSeconds: 60,
    });
    assert.deepEqual(await check(news), { inputs: news, failures: [] });
  });

  it("refuses in the words of a program that must not go on, and in no others", async () => {
    const news = inputs({ refusal: "a rollout is under way", traffic: { blue: 110 } });
    assert.deepEqual((await check(news)).failures, [{ property: "", reason: "a rollout is under way" }]);
  });

  it("names all faults at once, each with field, value, rule and fix", async () => {
    const found = await reasons({
      workspaceId: "ws",
      endpointName: "-x",
      deployments: ["blue"],
      traffic: { blue: 60, red: 50 },
      mirrorTraffic: { blue: 51 },
      authMode: "Password",
      publicNetworkAccess: "maybe",
      tags: { "empty": "", "a/b": "c" },
      identity: { type: "UserAssigned" },
      timeoutSeconds: 0,
    });
    assert.deepEqual(found, [
      'workspaceId: "ws" given, this is not the ARM id of a workspace',
      'endpointName: "-x" given, a name has 3 to 32 letters, digits and single dashes, begins with a letter and does not end with a dash',
      "traffic.red: 50 given, the endpoint has no deployment of this name; declared are blue",
      "traffic.red: 50 given, the weights sum to 110; they must sum to 100, or to 0 for no live traffic at all",
      "mirrorTraffic.blue: 51 given, at most 50 percent can be mirrored",
      "mirrorTraffic.blue: 51 given, blue has 60 percent of the live traffic; a deployment gets live or mirrored traffic, not both",
      'authMode: "Password" given, it is one of Key | AMLToken | AADToken',
      'publicNetworkAccess: "maybe" given, it is one of Enabled | Disabled',
      'tags.empty: "" given, the service refuses tags without a value; leave the tag out or give it a value',
      'tags: "a/b" given, the name of a tag has 1 to 512 characters and none of < > % & \\ ? /',
      "identity.userAssignedIdentities: type UserAssigned needs at least one ARM id",
      "timeoutSeconds: 0 given, a timeout is a positive number of seconds",
    ]);
  });

  const known = {
    workspaceId: wanted.workspaceId,
    endpointName: "fraud",
    deployments: ["blue"],
    traffic: { blue: 100 },
    mirrorTraffic: {},
    authMode: "Key",
    tags: { a: "b" },
    identity: { type: "SystemAssigned" },
    connection: { clientId: "c" },
  };
  for (const name of Object.keys(known)) {
    it(`lets ${name} pass that is not known yet`, async () => {
      assert.deepEqual(await reasons({ ...known, [name]: UNKNOWN }), []);
    });
  }

  it("lets weights, names and tags pass of which one part is not known yet", async () => {
    const parts = { deployments: ["blue", UNKNOWN], traffic: { blue: 40, green: UNKNOWN }, tags: { a: UNKNOWN } };
    assert.deepEqual(await reasons(parts), []);
  });

  describe("against the live endpoint", () => {
    it("refuses to take a deployment away that would keep its weight or mirror", async () => {
      service.live = liveEndpoint({ traffic: { blue: 70, green: 30 }, mirrorTraffic: { shadow: 5 } });
      const olds = { ...wanted, deployments: ["blue", "Green", "shadow"] };
      assert.deepEqual(await reasons({ deployments: ["BLUE"] }, olds), [
        "traffic.green: green has 30 percent of the live traffic and the program no longer declares it; move its weight with `traffic` first, then take the deployment away",
        "mirrorTraffic.shadow: shadow has 5 percent of the mirrored traffic and the program no longer declares it; move its weight with `mirrorTraffic` first, then take the deployment away",
      ]);
    });

    it("lets it go where the weights say where requests go from then on", async () => {
      service.live = liveEndpoint({ traffic: { blue: 70, green: 30 } });
      const olds = { ...wanted, deployments: ["blue", "green"] };
      assert.deepEqual(await reasons({ deployments: ["blue"], traffic: { blue: 100 } }, olds), []);
      assert.deepEqual(await reasons({ deployments: ["blue"], traffic: { blue: UNKNOWN } }, olds), []);
    });

    it("leaves alone what another program declares and feeds", async () => {
      service.live = liveEndpoint({ traffic: { blue: 70, green: 30 } });
      assert.deepEqual(await reasons({ deployments: ["blue"] }, { ...wanted, deployments: ["blue"] }), []);
    });

    it("refuses weight for a deployment that keeps its mirror, and the other way round", async () => {
      service.live = liveEndpoint({ mirrorTraffic: { green: 20 } });
      assert.deepEqual(await reasons({ traffic: { green: 100 } }), [
        "mirrorTraffic.green: green has 20 percent of the mirrored traffic, and a deployment gets live or mirrored traffic, not both; say in `mirrorTraffic` where the mirrored traffic goes; {} is nowhere",
      ]);
      const [found] = await reasons({ mirrorTraffic: { blue: 10 } });
      assert.match(found ?? "", /^traffic\.blue: blue has 100 percent of the live traffic, and a deployment gets/);
    });

    it("does not ask the service where all traffic is said or none is judged", async () => {
      await reasons({ traffic: { blue: 100 }, mirrorTraffic: {}, deployments: ["blue"] });
      await reasons({ authMode: "Key" });
      assert.equal(service.reads, 0);
    });

    it("lets an endpoint pass that is not there yet", async () => {
      service.live = undefined;
      assert.deepEqual(await reasons({ deployments: ["blue"] }), []);
    });

    it("fails clearly, and does not throw, where the service can't be asked", async () => {
      service.get = () => Promise.reject(new Error("GET onlineEndpoints/fraud: 403 AuthorizationFailed: no"));
      assert.deepEqual(await reasons({ deployments: ["blue"] }, { ...wanted, deployments: ["blue", "green"] }), [
        'endpointName: "fraud" given, its live settings can\'t be read: GET onlineEndpoints/fraud: 403 AuthorizationFailed: no',
      ]);
    });
  });

  describe("of an endpoint that another program makes", () => {
    const elsewhere = { endpointElsewhere: true, deployments: ["green"] };

    it("lets weights name deployments of the other program that are there and ready", async () => {
      service.live = liveEndpoint({ traffic: { blue: 100 } });
      service.deployments = { blue: "Succeeded" };
      assert.deepEqual(await reasons({ ...elsewhere, traffic: { blue: 90, green: 10 } }), []);
    });

    it("refuses weights for deployments that are not there, or have failed", async () => {
      service.live = liveEndpoint({ traffic: { blue: 100 } });
      service.deployments = { broken: "Failed", starting: "Creating" };
      assert.deepEqual(await reasons({ ...elsewhere, traffic: { blue: 70, absent: 10, broken: 10, starting: 10 } }), [
        "traffic.absent: 10 given, deployment absent is not there, weight goes only to one that is Succeeded; declare it in this program, or update the one that does first",
        "traffic.broken: 10 given, deployment broken is Failed, weight goes only to one that is Succeeded; declare it in this program, or update the one that does first",
      ]);
    });

    it("refuses an endpoint that is not there", async () => {
      service.live = undefined;
      const [found] = await reasons({ ...elsewhere });
      assert.match(
        found ?? "",
        /^endpointName: "fraud" given, the workspace has no endpoint of this name; an EndpointRef/,
      );
    });
  });

  describe("of a resource that exists", () => {
    const traffic = { blue: 100 };

    it("notes members that the program gave up before and takes up again", async () => {
      const { inputs: checked } = await check(inputs({ traffic, authMode: "Key" }), { ...wanted, authMode: "Key" });
      assert.deepEqual(checked.takesOver, ["traffic"]);
    });

    it("notes nothing where the program goes on as before, or begins", async () => {
      assert.ok(!("takesOver" in (await check(inputs({ traffic }), { ...wanted, traffic })).inputs));
      assert.ok(!("takesOver" in (await check(inputs({ traffic }))).inputs));
    });
  });
});
