import assert from "node:assert/strict";
import { deployment, endpoint, endpointWith, location, register, targets } from "./bodies";
import { LocalAzureMl } from "./local-azure-ml";

describe("online endpoints", () => {
  let local: LocalAzureMl;
  let path: string;
  let serial = 0;
  before(async () => {
    local = await LocalAzureMl.start();
    await register(local);
  });
  after(() => local.stop());
  beforeEach(async () => (path = await endpointWith(local, `endpoint-${serial++}x`)));
  const at = (name: string): string => `${local.workspace}/onlineEndpoints/${name}`;

  it("answer what the SDK and the components read", async () => {
    const { body } = await local.get(path);
    const name = path.slice(path.lastIndexOf("/") + 1);
    assert.deepEqual([body.id, body.name, body.location], [path, name, location]);
    assert.match(body.identity.principalId, /^[0-9a-f-]{36}$/);
    const { scoringUri, swaggerUri, traffic, mirrorTraffic, keys, publicNetworkAccess, properties } = body.properties;
    assert.deepEqual(
      { scoringUri, swaggerUri, traffic, mirrorTraffic, keys, publicNetworkAccess },
      {
        scoringUri: `http://127.0.0.1:9999/${name}/score`,
        swaggerUri: `http://127.0.0.1:9999/${name}/swagger.json`,
        traffic: {},
        mirrorTraffic: {},
        keys: null,
        publicNetworkAccess: "Enabled",
      },
    );
    assert.equal(properties["azureml.onlineendpointid"], path.toLowerCase());
    assert.ok(
      !Number.isNaN(Date.parse(body.systemData.createdAt)) && !Number.isNaN(Date.parse(body.systemData.lastModifiedAt)),
    );
  });

  it("take words in any casing and answer the canonical one", async () => {
    const { body } = await local.finish("PUT", at("casing"), {
      location: "West Europe",
      identity: { type: "systemAssigned" },
      properties: { authMode: "aadToken", publicNetworkAccess: "disabled" },
    });
    assert.deepEqual(
      [body.location, body.identity.type, body.properties.authMode, body.properties.publicNetworkAccess],
      [location, "SystemAssigned", "AADToken", "Disabled"],
    );
  });

  it("keep the name's casing and find it in any", async () => {
    await local.finish("PUT", at("CamelCase"), endpoint());
    assert.equal((await local.get(at("camelcase"))).body.name, "CamelCase");
    assert.equal(
      (await local.finish("PUT", at("CAMELCASE"), endpoint({}, { tags: { a: "1" } }))).body.name,
      "CamelCase",
    );
  });

  const shapes: [name: string, body: object, target: string][] = [
    ["no location", { properties: { authMode: "Key" } }, "location"],
    ["another region than the workspace's", endpoint({}, { location: "eastus" }), "location"],
    ["no properties", { location }, "properties"],
    ["no authMode", endpoint({ authMode: undefined }), "properties.authMode"],
    ["another authMode", endpoint({ authMode: "Password" }), "properties.authMode"],
    ["an unknown member", endpoint({ colour: "red" }), "properties.colour"],
    ["an unknown member at the top", endpoint({}, { colour: "red" }), "colour"],
    ["a fraction of traffic", endpoint({ traffic: { blue: 0.5 } }), "properties.traffic.blue"],
    ["negative traffic", endpoint({ traffic: { blue: -1 } }), "properties.traffic.blue"],
    ["traffic as text", endpoint({ traffic: { blue: "100" } }), "properties.traffic.blue"],
    ["traffic to nothing", endpoint({ traffic: { blue: 100 } }), "properties.traffic.blue"],
    ["a Kubernetes compute", endpoint({ compute: "/a/b" }), "properties.compute"],
    ["an unknown identity type", endpoint({}, { identity: { type: "Mine" } }), "identity.type"],
    [
      "a user-assigned identity that is missing",
      endpoint({}, { identity: { type: "UserAssigned", userAssignedIdentities: { "/a/b": {} } } }),
      "identity.userAssignedIdentities",
    ],
  ];
  for (const [name, body, target] of shapes) {
    it(`refuse ${name}`, async () => {
      const answer = await local.put(at("shapes"), body);
      assert.equal(answer.status, 400);
      assert.deepEqual(targets(answer), [target]);
      assert.equal((await local.get(at("shapes"))).status, 404);
    });
  }

  it("show every fault of a body at once", async () => {
    const answer = await local.put(at("faults"), {
      location,
      colour: 1,
      properties: { authMode: "x", traffic: { a: "b" } },
    });
    assert.deepEqual(targets(answer).sort(), ["colour", "properties.authMode", "properties.traffic.a"]);
  });

  for (const name of ["ab", "a".repeat(33), "1abc", "abc-", "a_b", "a--b", "äbc"]) {
    it(`refuse the name ${name}`, async () => {
      const answer = await local.put(at(encodeURIComponent(name)), endpoint());
      assert.deepEqual([answer.status, answer.body.error.code], [400, "InvalidResourceName"]);
    });
  }

  it("have names that are unique across workspaces", async () => {
    const second = local.workspace.replace(/local$/, "second");
    const { body } = await local.get(local.workspace);
    assert.equal((await local.put(second, { ...body, id: undefined })).status, 201);
    const taken = await local.put(
      `${second}/onlineEndpoints/${path.slice(path.lastIndexOf("/") + 1).toUpperCase()}`,
      endpoint(),
    );
    assert.deepEqual([taken.status, taken.body.error.code], [409, "EndpointAlreadyExists"]);
  });

  it("are replaced as a whole by PUT: what is left out is gone", async () => {
    await local.finish("PUT", `${path}/deployments/blue`, deployment(local));
    await local.finish("PUT", `${path}/deployments/green`, deployment(local));
    await local.finish(
      "PUT",
      path,
      endpoint({ traffic: { BLUE: 100, green: 0 }, mirrorTraffic: { green: 10 } }, { tags: { a: "1" } }),
    );
    assert.deepEqual((await local.get(path)).body.properties.traffic, { blue: 100 });
    const { body } = await local.finish("PUT", path, endpoint());
    assert.deepEqual([body.properties.traffic, body.properties.mirrorTraffic, body.tags], [{}, {}, {}]);
  });

  it("can be written back as they were read, with the copies that the SDK adds", async () => {
    const { body } = await local.finish("PUT", path, endpoint({ properties: { mine: "1" } }));
    const { systemData } = body;
    body.properties.properties = {
      ...body.properties.properties,
      createdBy: "x",
      createdAt: systemData.createdAt,
      lastModifiedAt: "y",
    };
    const written = await local.finish("PUT", path, body);
    assert.equal(written.status, 200);
    assert.deepEqual(Object.keys(written.body.properties.properties).sort(), [
      "AzureAsyncOperationUri",
      "azureml.onlineendpointid",
      "mine",
    ]);
    assert.equal(written.body.systemData.createdAt, systemData.createdAt);
  });

  const changes: [name: string, first: object, then: object, target: string | undefined][] = [
    ["a description", endpoint({ description: "a" }), endpoint({ description: "b" }), "properties.description"],
    ["a description left out", endpoint({ description: "a" }), endpoint(), "properties.description"],
    ["an identity by PUT", endpoint(), endpoint({}, { identity: { type: "None" } }), "identity"],
    [
      "an inner property",
      endpoint({ properties: { a: "1" } }),
      endpoint({ properties: { a: "2" } }),
      "properties.properties.a",
    ],
    ["an inner property left out", endpoint({ properties: { a: "1" } }), endpoint(), "properties.properties.a"],
    [
      "one more inner property",
      endpoint({ properties: { a: "1" } }),
      endpoint({ properties: { a: "1", b: "2" } }),
      undefined,
    ],
    [
      "keys by PUT",
      endpoint({ keys: { primaryKey: "a" } }),
      endpoint({ keys: { primaryKey: "b" } }),
      "properties.keys",
    ],
    [
      "the same keys by PUT",
      endpoint({ keys: { primaryKey: "a" } }),
      endpoint({ keys: { primaryKey: "a" } }),
      undefined,
    ],
    ["the auth mode", endpoint(), endpoint({ authMode: "AMLToken" }), undefined],
    ["network access", endpoint(), endpoint({ publicNetworkAccess: "Disabled" }), undefined],
  ];
  for (const [index, [name, first, then, target]] of changes.entries()) {
    it(`${target ? "refuse" : "allow"} a change of ${name}`, async () => {
      await local.finish("PUT", at(`changes${index}x`), first);
      const answer = await local.finish("PUT", at(`changes${index}x`), then);
      assert.equal(answer.status, target ? 400 : 200);
      if (target) assert.deepEqual(targets(answer), [target]);
    });
  }

  it("know tags and identity by PATCH, and nothing else", async () => {
    const robot = `${local.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/robot`;
    const { body: identity } = await local.put(robot, { location });
    const { body: before } = await local.finish("PUT", path, endpoint({}, { tags: { a: "1", b: "2" } }));
    const patched = await local.finish("PATCH", path, {
      tags: { b: null, c: "3" },
      identity: { type: "SystemAssigned, UserAssigned", userAssignedIdentities: { [robot]: {} } },
    });
    assert.deepEqual(patched.body.tags, { a: "1", c: "3" });
    assert.equal(patched.body.identity.principalId, before.identity.principalId);
    assert.equal(patched.body.identity.userAssignedIdentities[robot].principalId, identity.properties.principalId);
    for (const body of [{ properties: { traffic: {} } }, { location }, { sku: { name: "Default" } }]) {
      assert.equal((await local.send("PATCH", path, body)).status, 400);
    }
  });

  describe("keys and tokens", () => {
    it("mint keys or take those given, and never echo them", async () => {
      const given = await local.finish("PUT", at("keyed"), endpoint({ keys: { primaryKey: "my-own-key" } }));
      assert.ok(!JSON.stringify(given.body).includes("my-own-key"));
      const { body } = await local.send("POST", `${at("keyed")}/listKeys`);
      assert.equal(body.primaryKey, "my-own-key");
      assert.match(body.secondaryKey, /^[\w-]{32}$/);
      assert.deepEqual(local.serving.directory?.find("keyed")?.keys, body);
    });

    const rotations: [name: string, keyType: string, keyValue: ((old: string) => string) | undefined][] = [
      ["mint a new key where no value is given", "primary", undefined],
      ["mint a new key where the value is the present one", "Primary", (old) => old],
      ["take another value", "Secondary", () => "chosen"],
    ];
    for (const [name, keyType, keyValue] of rotations) {
      it(`regenerate: ${name}`, async () => {
        const [touched, other] = /primary/i.test(keyType)
          ? ["primaryKey", "secondaryKey"]
          : ["secondaryKey", "primaryKey"];
        const before = (await local.send("POST", `${path}/listKeys`)).body;
        const body = { keyType, ...(keyValue ? { keyValue: keyValue(before[touched]) } : {}) };
        assert.equal((await local.finish("POST", `${path}/regenerateKeys`, body)).status, 200);
        const after = (await local.send("POST", `${path}/listKeys`)).body;
        assert.notEqual(after[touched], before[touched]);
        assert.equal(after[other], before[other]);
        if (keyValue?.("") === "chosen") assert.equal(after[touched], "chosen");
      });
    }

    it("refuse credentials of another auth mode, at once after a change", async () => {
      assert.equal((await local.send("POST", `${path}/token`)).status, 400);
      await local.finish("PUT", path, endpoint({ authMode: "AMLToken" }));
      assert.equal((await local.send("POST", `${path}/listKeys`)).status, 400);
      assert.equal((await local.send("POST", `${path}/regenerateKeys`, { keyType: "Primary" })).status, 400);
      assert.equal((await local.send("POST", `${path}/token`)).status, 200);
      assert.equal((await local.send("POST", `${path}/regenerateKeys`, { keyType: "Tertiary" })).status, 400);
    });

    it("issue tokens for one endpoint, and for one life of it", async () => {
      const [one, other] = ["token-one", "token-two"];
      for (const name of [one, other]) await local.finish("PUT", at(name), endpoint({ authMode: "AMLToken" }));
      const { body } = await local.send("POST", `${at(one)}/token`);
      assert.equal(body.tokenType, "Bearer");
      const now = Date.now() / 1000;
      assert.ok(body.refreshAfterTimeUtc > now && body.refreshAfterTimeUtc < body.expiryTimeUtc);
      const directory = local.serving.directory;
      assert.equal(directory?.validAmlToken(one, body.accessToken), true);
      assert.equal(directory?.validAmlToken(other, body.accessToken), false);
      for (const forged of ["", "a.b.c", `${body.accessToken}x`, body.accessToken.slice(0, -2)]) {
        assert.equal(directory?.validAmlToken(one, forged), false);
      }
      await local.finish("DELETE", at(one));
      await local.finish("PUT", at(one), endpoint({ authMode: "AMLToken" }));
      assert.equal(directory?.validAmlToken(one, body.accessToken), false);
    });
  });

  it("are listed by name, tags and in order", async () => {
    const second = await endpointWith(local, "zz-last");
    await local.finish("PATCH", second, { tags: { team: "search", stage: "dev" } });
    const names = async (query: string): Promise<string[]> =>
      (await local.get(`${local.workspace}/onlineEndpoints?${query}`)).body.value.map(
        ({ name }: { name: string }) => name,
      );
    assert.deepEqual(await names("tags=team=search,stage"), ["zz-last"]);
    assert.deepEqual(await names("tags=team=ads"), []);
    assert.deepEqual(await names("name=ZZ-LAST&computeType=Managed"), ["zz-last"]);
    assert.deepEqual(await names("computeType=Kubernetes"), []);
    assert.equal((await names("orderBy=CreatedAtDesc"))[0], "zz-last");
    assert.equal((await names("orderBy=UpdatedAtAsc")).at(-1), "zz-last");
  });

  it("take their deployments along when they go", async () => {
    await local.finish("PUT", `${path}/deployments/blue`, deployment(local));
    await local.finish("PUT", path, endpoint({ traffic: { blue: 100 } }));
    assert.equal((await local.finish("DELETE", path)).status, 204);
    assert.ok(local.serving.removed.includes(`${path.slice(path.lastIndexOf("/") + 1)}/blue`));
    assert.equal((await local.get(`${path}/deployments/blue`)).status, 404);
    await local.finish("PUT", path, endpoint());
    assert.deepEqual((await local.get(`${path}/deployments`)).body.value, []);
  });
});
