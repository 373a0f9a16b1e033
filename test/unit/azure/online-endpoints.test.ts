import { strict as assert } from "node:assert";
import { OnlineEndpoints } from "../../../azure/online-endpoints";
import { FakeServer, type Seen, WORKSPACE } from "./fake-arm";

const endpoint = {
  id: `${WORKSPACE}/onlineEndpoints/fraud`,
  name: "fraud",
  location: "westeurope",
  identity: null,
  systemData: { createdBy: "somebody" },
  properties: { authMode: "Key", traffic: { blue: 100 }, mirrorTraffic: null },
};
const deployment = { id: `${endpoint.id}/deployments/blue`, name: "blue", properties: {} };

/** What the service answers to each request, by method and the path below the endpoint list. */
const answers: Record<string, unknown> = {
  "GET ": { value: [endpoint] },
  "GET /fraud": endpoint,
  "GET /fraud/deployments": { value: [deployment] },
  "GET /fraud/deployments/blue": deployment,
  "POST /fraud/listKeys": { primaryKey: "one", secondaryKey: "two" },
  "POST /fraud/token": { accessToken: "t", expiryTimeUtc: 2, refreshAfterTimeUtc: 1, tokenType: "Bearer" },
  "POST /fraud/deployments/blue/getLogs": { content: "line" },
};

const below = ({ method, path }: Seen) => `${method} ${path.replace(`${WORKSPACE}/onlineEndpoints`, "")}`;

describe("OnlineEndpoints", () => {
  let server: FakeServer;
  let endpoints: OnlineEndpoints;
  before(async () => {
    server = await FakeServer.start((request) => {
      const body = answers[below(request)];
      if (body) return { body };
      return request.method === "GET" ? { status: 404, body: { error: { code: "NotFound", message: "" } } } : {};
    });
    endpoints = new OnlineEndpoints(WORKSPACE, server.arm());
  });
  after(() => server.stop());
  beforeEach(() => void server.seen.splice(0));

  it("reads an endpoint, its nulls as absent and members it does not know as they are", async () => {
    const found = await endpoints.get("fraud");
    assert.equal(found?.identity, undefined);
    assert.equal(found?.properties.mirrorTraffic, undefined);
    assert.deepEqual(Reflect.get(found ?? {}, "systemData"), { createdBy: "somebody" });
  });

  it("gives undefined for endpoints and deployments that do not exist", async () => {
    assert.equal(await endpoints.get("none"), undefined);
    assert.equal(await endpoints.getDeployment("fraud", "none"), undefined);
  });

  it("lists endpoints and deployments", async () => {
    assert.deepEqual(
      (await endpoints.list()).map(({ name }) => name),
      ["fraud"],
    );
    assert.deepEqual(
      (await endpoints.listDeployments("fraud")).map(({ name }) => name),
      ["blue"],
    );
    assert.equal((await endpoints.getDeployment("fraud", "blue"))?.name, "blue");
  });

  it("gives keys, token and logs", async () => {
    assert.deepEqual(await endpoints.listKeys("fraud"), { primaryKey: "one", secondaryKey: "two" });
    assert.deepEqual(await endpoints.token("fraud"), { accessToken: "t", expiryTimeUtc: 2, refreshAfterTimeUtc: 1 });
    assert.equal(await endpoints.logs("fraud", "blue", { container: "StorageInitializer", tail: 5 }), "line");
    assert.deepEqual(server.seen.at(-1)?.body, { containerType: "StorageInitializer", tail: 5 });
  });

  it("writes with PUT, PATCH and regenerateKeys", async () => {
    const body = { location: "westeurope", properties: { authMode: "Key" } };
    await endpoints.put("fraud", body);
    await endpoints.patch("fraud", { tags: { a: "b" } });
    await endpoints.regenerateKey("fraud", "Secondary");
    assert.deepEqual(server.seen.map(below), ["PUT /fraud", "PATCH /fraud", "POST /fraud/regenerateKeys"]);
    assert.deepEqual(
      server.seen.map((request) => request.body),
      [body, { tags: { a: "b" } }, { keyType: "Secondary" }],
    );
  });
});
