import { strict as assert } from "node:assert";
import type { EndpointSettingsInputs } from "../../../arm/endpoint-settings";
import { ArmError } from "../../../azure/arm-error";
import { applySettings } from "../../../provider/apply-settings";
import { FakeClock, FakeEndpoint, liveEndpoint, wanted } from "./fake-endpoint";

const refusal = (status: number, code = "Refused", retryAfterMs?: number) =>
  new ArmError("PUT onlineEndpoints/fraud", { status, code, message: "no", retryAfterMs });

const systemData = { lastModifiedBy: "ada" };

describe("applySettings", () => {
  let service: FakeEndpoint;
  let clock: FakeClock;
  beforeEach(() => {
    service = new FakeEndpoint();
    clock = new FakeClock();
  });
  const apply = (settings: Partial<EndpointSettingsInputs>, formerTags?: Record<string, string>) =>
    applySettings(service, { ...wanted, ...settings }, { tags: formerTags }, clock);

  it("moves weights and repeats everything else that is live", async () => {
    const live = await apply({ traffic: { Blue: 90, green: 10, red: 0 } });
    assert.deepEqual(live.properties.traffic, { blue: 90, green: 10 });
    assert.deepEqual(service.puts, [
      {
        location: "westeurope",
        kind: "Managed",
        tags: { owner: "team", policy: "on" },
        identity: { type: "SystemAssigned" },
        properties: {
          authMode: "Key",
          description: "scores",
          properties: { "azureml.onlineendpointid": "x" },
          publicNetworkAccess: "Enabled",
          traffic: { blue: 90, green: 10 },
          mirrorTraffic: {},
        },
      },
    ]);
    assert.deepEqual(service.patches, []);
  });

  it("writes nothing where nothing differs", async () => {
    await apply({
      traffic: { BLUE: 100, green: 0 },
      mirrorTraffic: {},
      authMode: "Key",
      publicNetworkAccess: "Enabled",
      tags: { owner: "team" },
      identity: { type: "SystemAssigned" },
    });
    assert.deepEqual([service.puts.length, service.patches.length, service.reads], [0, 0, 1]);
  });

  for (const replaces of [true, false]) {
    describe(`where a PATCH ${replaces ? "replaces" : "adds to"} tags`, () => {
      beforeEach(() => void (service.patchReplacesTags = replaces));

      it("sets tags and identity by PATCH, keeps tags of others, and so never touches traffic for them", async () => {
        await apply({ tags: { owner: "me", stage: "prod" }, identity: { type: "None" } }, { owner: "team" });
        const tags = { policy: "on", owner: "me", stage: "prod" };
        assert.deepEqual([service.puts, service.patches], [[], [{ tags, identity: { type: "None" } }]]);
        assert.deepEqual(service.live?.tags, tags);
      });

      it("takes own tags away by PUT, together with what else has to be put", async () => {
        await apply({ traffic: { green: 100 }, tags: { stage: "prod" } }, { owner: "team" });
        assert.deepEqual(service.live?.tags, { policy: "on", stage: "prod" });
        assert.deepEqual(service.live?.properties.traffic, { green: 100 });
        assert.deepEqual([service.puts.length, service.patches.length], [1, 0]);
      });

      it("repeats the live weights when only a tag is taken away", async () => {
        await apply({}, { owner: "team" });
        assert.deepEqual(
          [service.puts[0]?.tags, service.puts[0]?.properties.traffic],
          [{ policy: "on" }, { blue: 100 }],
        );
        assert.equal(service.puts.length, 1);
      });
    });
  }

  describe("when somebody else writes at the same time", () => {
    for (const status of [409, 412, 429]) {
      it(`builds the body anew from what is live after ${status}, and keeps the other's change`, async () => {
        const accept = service.put;
        service.put = async (...args) => {
          if (service.puts.length > 0) return accept(...args);
          service.puts.push(args[1]);
          service.live = { ...liveEndpoint({ mirrorTraffic: { shadow: 20 } }), tags: { other: "writer" } };
          throw refusal(status);
        };
        const { properties, tags } = await apply({ traffic: { blue: 90, green: 10 } });
        assert.deepEqual(properties.traffic, { blue: 90, green: 10 });
        assert.deepEqual([properties.mirrorTraffic, tags], [{ shadow: 20 }, { other: "writer" }]);
        assert.equal(service.puts.length, 2);
      });
    }

    it("writes nothing more where the other did the same", async () => {
      service.put = async (_endpoint, body) => {
        service.puts.push(body);
        service.accept(body);
        throw refusal(409);
      };
      await apply({ traffic: { green: 100 } });
      assert.equal(service.puts.length, 1);
    });

    it("waits while the endpoint is updating, and builds on what it is then", async () => {
      const states = [liveEndpoint({ provisioningState: "Updating" }), liveEndpoint({ provisioningState: "Updating" })];
      const read = service.get;
      service.live = { ...liveEndpoint(), tags: { late: "tag" } };
      service.get = async (name) => states.shift() ?? read(name);
      await apply({ traffic: { green: 100 } });
      assert.deepEqual(service.puts[0]?.tags, { late: "tag" });
      assert.deepEqual(clock.waits.slice(0, 2), [250, 500]);
    });

    it("gives up at its timeout, and says why", async () => {
      service.live = { ...liveEndpoint({ provisioningState: "Updating" }), systemData };
      await assert.rejects(
        apply({ traffic: { green: 100 }, timeoutSeconds: 30 }),
        /^Error: endpoint fraud: not what is wanted after 30 s \(it is Updating; the endpoint was last changed by ada\)$/,
      );
      assert.equal(clock.now(), 30_000);
      assert.deepEqual(service.puts, []);
    });

    it("waits as long as the service asks", async () => {
      const accept = service.put;
      service.put = async () => {
        service.put = accept;
        throw refusal(429, "TooManyRequests", 42_000);
      };
      await apply({ traffic: { green: 100 } });
      assert.deepEqual(clock.waits, [42_000]);
    });
  });

  describe("when a write fails", () => {
    it("looks whether it got through before it writes again, where the answer was lost", async () => {
      service.put = async (_endpoint, body) => {
        service.puts.push(body);
        service.accept(body);
        throw refusal(0, "ECONNRESET");
      };
      await apply({ traffic: { green: 100 } });
      assert.equal(service.puts.length, 1);
    });

    it("goes on when an operation gave way to another", async () => {
      const accept = service.put;
      service.put = async () => {
        service.put = accept;
        throw refusal(200, "OperationCanceled");
      };
      await apply({ traffic: { green: 100 } });
      assert.equal(service.puts.length, 1);
    });

    const bounds: [number, string, number][] = [
      [400, "BadRequest", 1],
      [403, "AuthorizationFailed", 1],
      [200, "OutOfQuota", 1],
      [0, "SignInFailed", 1],
      [0, "OperationTimeout", 1],
      [500, "InternalServerError", 6],
      [0, "ECONNRESET", 6],
      [409, "Conflict", 21],
    ];
    for (const [status, code, attempts] of bounds) {
      it(`tries ${attempts} times in a row on ${status} ${code}, then shows it`, async () => {
        let tries = 0;
        service.put = async () => {
          tries += 1;
          throw refusal(status, code);
        };
        await assert.rejects(apply({ traffic: { green: 100 } }), new RegExp(`fraud: (${status} )?${code}: no$`));
        assert.equal(tries, attempts);
      });
    }
  });

  describe("after a write", () => {
    it("reads until the split shows, since reads may lag behind, and does not write again", async () => {
      const stale = [liveEndpoint(), liveEndpoint(), liveEndpoint()];
      const read = service.get;
      let written = false;
      const accept = service.put;
      service.put = async (...args) => {
        await accept(...args);
        written = true;
      };
      service.get = async (name) => (written ? stale.shift() : undefined) ?? read(name);
      const { properties } = await apply({ traffic: { green: 100 } });
      assert.deepEqual(properties.traffic, { green: 100 });
      assert.deepEqual([service.puts.length, stale.length], [1, 0]);
    });

    it("fails where the service settled on something else, and names both", async () => {
      service.put = async (_endpoint, body) => {
        service.puts.push(body);
        service.live = { ...liveEndpoint({ traffic: { blue: 50, green: 50 } }), systemData };
      };
      await assert.rejects(
        apply({ traffic: { green: 100 }, authMode: "Key" }),
        /^Error: endpoint fraud: traffic: \{"green":100\} wanted, the service settled on \{"blue":50,"green":50\}; the endpoint was last changed by ada$/,
      );
      assert.equal(service.puts.length, 1);
      assert.ok(clock.now() >= 60_000 && clock.now() < 80_000, `${clock.now()} ms`);
    });

    it("fails where the service keeps tags that were taken away", async () => {
      service.put = async () => undefined;
      await assert.rejects(apply({}, { owner: "team" }), /^Error: endpoint fraud: tags: the service keeps tags/);
    });
  });

  describe("weights", () => {
    it("go to no deployment that is not Succeeded, and each such is named with its state", async () => {
      service.deployments = { blue: "Succeeded", green: "Failed" };
      await assert.rejects(apply({ traffic: { blue: 80, green: 15, red: 5 } }), (error: Error) => {
        assert.match(error.message, /traffic\.green: 15 given, deployment green is Failed, weight goes only to/);
        assert.match(error.message, /traffic\.red: 5 given, deployment red is not there/);
        return true;
      });
      assert.deepEqual(service.puts, []);
    });

    it("are mirrored to no deployment that is not Succeeded", async () => {
      service.deployments["green"] = "Canceled";
      await assert.rejects(apply({ mirrorTraffic: { green: 10 } }), /mirrorTraffic\.green: 10 given, .* is Canceled/);
    });

    it("wait for a deployment that is still on its way", async () => {
      service.deployments["green"] = "Scaling";
      const read = service.getDeployment;
      service.getDeployment = async (...names) => {
        const found = await read(...names);
        service.deployments["green"] = "Succeeded";
        return found;
      };
      await apply({ traffic: { green: 100 } });
      assert.deepEqual(clock.waits, [250]);
    });

    it("leave a failed deployment, and may stay on it while something else changes", async () => {
      service.live = liveEndpoint({ traffic: { blue: 50, green: 50 } });
      service.deployments["blue"] = "Failed";
      await apply({ traffic: { blue: 50, green: 50 }, authMode: "AADToken" });
      await apply({ traffic: { green: 100 } });
      assert.equal(service.puts.length, 2);
    });
  });

  it("says that the endpoint does not exist", async () => {
    service.live = undefined;
    await assert.rejects(
      apply({ traffic: {} }),
      /^Error: endpoint fraud: it does not exist in \/subscriptions\/0000\//,
    );
  });
});
