import { strict as assert } from "node:assert";
import { BatchEndpoints } from "../../../azure/batch-endpoints";
import { batchEndpointExists, liveBatchDeployment } from "../../../azure/live-batch";
import { FakeServer, type Seen, WORKSPACE } from "./fake-arm";

const endpoint = {
  id: `${WORKSPACE}/batchEndpoints/nightly`,
  name: "nightly",
  location: "westeurope",
  identity: null,
  properties: { authMode: "AADToken", defaults: { deploymentName: "Blue" }, description: null },
};
const deployment = (name: string) => ({
  id: `${endpoint.id}/deployments/${name}`,
  name,
  properties: { provisioningState: "Succeeded", model: { referenceType: "Id", assetId: "/m" } },
});

/** What the service answers to each request, by method and the path below the endpoint list. */
const answers: Record<string, unknown> = {
  "GET /nightly": endpoint,
  "GET /nightly/deployments/blue": deployment("blue"),
  "GET /nightly/deployments/green": deployment("green"),
};

const below = ({ method, path }: Seen) => `${method} ${path.replace(`${WORKSPACE}/batchEndpoints`, "")}`;

describe("BatchEndpoints", () => {
  const outside = process.env["PULUMI_AZUREML_ARM_URL"];
  let server: FakeServer;
  let endpoints: BatchEndpoints;
  before(async () => {
    server = await FakeServer.start((request) => {
      const body = answers[below(request)];
      if (body) return { body };
      return request.method === "GET" ? { status: 404, body: { error: { code: "NotFound", message: "" } } } : {};
    });
    endpoints = new BatchEndpoints(WORKSPACE, server.arm());
    process.env["PULUMI_AZUREML_ARM_URL"] = server.url;
  });
  after(async () => {
    if (outside === undefined) delete process.env["PULUMI_AZUREML_ARM_URL"];
    else process.env["PULUMI_AZUREML_ARM_URL"] = outside;
    await server.stop();
  });
  beforeEach(() => void server.seen.splice(0));

  it("reads an endpoint, its nulls as absent", async () => {
    const found = await endpoints.get("nightly");
    assert.equal(found?.identity, undefined);
    assert.equal(found?.properties.description, undefined);
    assert.deepEqual(found?.properties.defaults, { deploymentName: "Blue" });
  });

  it("reads deployments, whose model is no text as online", async () => {
    const found = await endpoints.getDeployment("nightly", "blue");
    assert.equal(found?.properties.provisioningState, "Succeeded");
  });

  it("gives undefined for endpoints and deployments that do not exist", async () => {
    assert.equal(await endpoints.get("none"), undefined);
    assert.equal(await endpoints.getDeployment("nightly", "none"), undefined);
  });

  it("writes with PUT and PATCH", async () => {
    const { location, properties } = endpoint;
    await endpoints.put("nightly", { location, properties });
    await endpoints.patch("nightly", { tags: { a: "b" } });
    const writes = server.seen.map((seen) => ({ request: below(seen), body: seen.body }));
    assert.deepEqual(writes, [
      { request: "PUT /nightly", body: { location, properties } },
      { request: "PATCH /nightly", body: { tags: { a: "b" } } },
    ]);
  });

  it("tell whether a deployment is there and the default, whatever the case of its name", async () => {
    const place = (deploymentName: string) => ({ workspaceId: WORKSPACE, endpointName: "nightly", deploymentName });
    assert.deepEqual(await liveBatchDeployment(place("blue")), { isDefault: true });
    assert.deepEqual(await liveBatchDeployment(place("green")), { isDefault: false });
    assert.equal(await liveBatchDeployment(place("none")), undefined);
    assert.equal(await batchEndpointExists(place("")), true);
    assert.equal(await batchEndpointExists({ ...place(""), endpointName: "none" }), false);
  });
});
