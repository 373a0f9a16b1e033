import assert from "node:assert/strict";
import { DeploymentFailure } from "../../../emulator/serving/contract";
import { deployment, endpoint, endpointWith, register } from "./bodies";
import { LocalAzureMl, type Answer } from "./local-azure-ml";

const guid = "[0-9a-f]{8}-[0-9a-f-]{27}";

describe("long-running operations", () => {
  let local: LocalAzureMl;
  before(async () => {
    local = await LocalAzureMl.start();
    await register(local);
  });
  after(() => local.stop());
  afterEach(() => local.open());
  const at = (name: string): string => `${local.workspace}/onlineEndpoints/${name}`;
  const state = async (path: string): Promise<string> => (await local.get(path)).body.properties.provisioningState;
  const end = async (link: string): Promise<Answer> => {
    let answer = await local.get(link);
    while (answer.status === 202 || answer.body?.status === "InProgress") answer = await local.get(link);
    return answer;
  };

  it("of a PUT: 201, Azure-AsyncOperation in header and resource, InProgress, then Succeeded", async () => {
    local.hold();
    const answer = await local.put(at("created"), endpoint());
    assert.deepEqual([answer.status, answer.body.properties.provisioningState], [201, "Creating"]);
    const link = answer.headers.get("azure-asyncoperation") ?? "";
    const path = `${local.subscription}/providers/Microsoft.MachineLearningServices/locations/westeurope/mfeOperationsStatus`;
    assert.match(link, new RegExp(`^${local.url}${path}/oeidp:${guid}:${guid}\\?api-version=2024-10-01$`));
    assert.equal(answer.body.properties.properties.AzureAsyncOperationUri, link);
    assert.match(answer.headers.get("x-ms-async-operation-timeout") ?? "", /^PT/);
    assert.equal(answer.headers.get("location"), null);

    const running = await local.get(link);
    assert.deepEqual([running.status, running.body.status, running.body.endTime], [200, "InProgress", undefined]);
    assert.equal(running.headers.get("retry-after"), "1", "0 would count as absent");
    assert.ok(Number(running.headers.get("x-ms-retry-after-ms")) > 0);
    assert.equal(await state(at("created")), "Creating");
    local.open();

    const done = await end(link);
    assert.deepEqual(Object.keys(done.body), ["id", "name", "status", "startTime", "endTime", "percentComplete"]);
    assert.deepEqual([done.body.status, done.headers.get("retry-after")], ["Succeeded", null]);
    assert.equal(await state(at("created")), "Succeeded");
  });

  it("of a PUT on what exists: 200, and reads show the old state until it has ended", async () => {
    await endpointWith(local, "updated", "blue");
    local.hold();
    const answer = await local.put(at("updated"), endpoint({ traffic: { blue: 100 } }));
    assert.deepEqual([answer.status, answer.body.properties.provisioningState], [200, "Updating"]);
    const meanwhile = (await local.get(at("updated"))).body.properties;
    assert.deepEqual([meanwhile.provisioningState, meanwhile.traffic], ["Updating", {}]);
    assert.deepEqual(local.serving.directory?.find("updated")?.traffic, {});
    local.open();
    await end(answer.headers.get("azure-asyncoperation") ?? "");
    assert.deepEqual((await local.get(at("updated"))).body.properties.traffic, { blue: 100 });
    assert.deepEqual(local.serving.directory?.find("UPDATED")?.traffic, { blue: 100 });
  });

  it("of PATCH, DELETE and regenerateKeys: 202 with Location, which answers 202 until the end", async () => {
    await local.finish("PUT", at("located"), endpoint());
    const cases: [method: string, path: string, body: object | undefined, status: number][] = [
      ["PATCH", at("located"), { tags: { a: "1" } }, 200],
      ["POST", `${at("located")}/regenerateKeys`, { keyType: "Primary" }, 200],
      ["DELETE", at("located"), undefined, 204],
    ];
    for (const [method, path, body, status] of cases) {
      local.hold();
      const answer = await local.send(method, path, body);
      assert.deepEqual([answer.status, answer.body], [202, undefined]);
      assert.equal(answer.headers.get("retry-after"), "1");
      assert.equal(answer.headers.get("azure-asyncoperation"), null);
      const link = answer.headers.get("location") ?? "";
      assert.match(link, /\/mfeOperationResults\/oeidp:/);
      const running = await local.get(link);
      assert.deepEqual([running.status, running.headers.get("location")], [202, link]);
      local.open();
      const done = await end(link);
      assert.equal(done.status, status);
      assert.deepEqual(done.body?.tags, method === "PATCH" ? { a: "1" } : undefined);
    }
    assert.equal((await local.get(at("located"))).status, 404);
    assert.equal((await local.send("DELETE", at("located"))).status, 204);
  });

  it("build their links from the request's own host", async () => {
    const answer = await local.put(
      at("hosted").replace("/", `${local.url.replace("127.0.0.1", "localhost")}/`),
      endpoint(),
    );
    assert.match(answer.headers.get("azure-asyncoperation") ?? "", /^http:\/\/localhost:/);
    await end((answer.headers.get("azure-asyncoperation") ?? "").replace("localhost", "127.0.0.1"));
  });

  it("of a deployment that does not come up: Failed with the service's code, in document and resource", async () => {
    await endpointWith(local, "failing");
    local.serving.failure = new DeploymentFailure("ResourceNotReady", "User container has crashed");
    const answer = await local.put(`${at("failing")}/deployments/blue`, deployment(local));
    assert.equal(answer.status, 201);
    const link = answer.headers.get("azure-asyncoperation") ?? "";
    assert.match(link, /\/odidp:/);
    const document = await end(link);
    assert.deepEqual(document.body.status, "Failed");
    assert.deepEqual(document.body.error, { code: "ResourceNotReady", message: "User container has crashed" });
    assert.equal(await state(`${at("failing")}/deployments/blue`), "Failed");
    const result = await local.get(link.replace("mfeOperationsStatus", "mfeOperationResults"));
    assert.deepEqual([result.status, result.body.error.code], [400, "ResourceNotReady"]);

    assert.equal((await local.finish("PUT", `${at("failing")}/deployments/blue`, deployment(local))).status, 200);
    assert.equal(await state(`${at("failing")}/deployments/blue`), "Succeeded");
  });

  it("of a failed update leave the deployment as it was", async () => {
    const path = `${await endpointWith(local, "half", "blue")}/deployments/blue`;
    local.serving.failure = new Error("a bug");
    const failed = await local.finish("PUT", path, deployment(local, { description: "new" }));
    assert.deepEqual(failed.body.error.code, "InternalServerError");
    assert.ok(
      local.progress.some((line) => line.includes("a bug")),
      "defects are told",
    );
    const { properties } = (await local.get(path)).body;
    assert.deepEqual([properties.provisioningState, properties.description], ["Failed", undefined]);
  });

  it("scale: only another capacity is Scaling, anything more is Updating", async () => {
    const path = `${await endpointWith(local, "scaled", "blue")}/deployments/blue`;
    const states: [method: string, body: object, state: string, instances: number][] = [
      ["PATCH", { sku: { capacity: 3 } }, "Scaling", 3],
      ["PUT", deployment(local, {}, { sku: { name: "default", capacity: 2 } }), "Scaling", 2],
      ["PUT", deployment(local, { description: "x" }, { sku: { name: "Default", capacity: 4 } }), "Updating", 4],
    ];
    for (const [method, body, expected, instances] of states) {
      local.hold();
      const answer = await local.send(method, path, body);
      assert.equal(await state(path), expected);
      local.open();
      await end(answer.headers.get("azure-asyncoperation") ?? answer.headers.get("location") ?? "");
      assert.equal(local.serving.applied.at(-1)?.instanceCount, instances);
      assert.equal((await local.get(path)).body.sku.capacity, instances);
    }
    const before = local.serving.applied.length;
    await local.finish("PATCH", path, { tags: { a: "1" } });
    assert.equal(local.serving.applied.length, before, "tags touch no instance");
  });

  describe("keep others out: 409", () => {
    const conflicts: [running: [string, string, object?], other: [string, string, object?], status: number][] = [
      [["PUT", "", endpoint()], ["PUT", "", endpoint()], 409],
      [["PUT", "", endpoint()], ["PATCH", "", {}], 409],
      [["PUT", "", endpoint()], ["DELETE", ""], 409],
      [["PUT", "", endpoint()], ["POST", "/regenerateKeys", { keyType: "Primary" }], 409],
      [["PUT", "", endpoint()], ["PATCH", "/deployments/blue", {}], 409],
      [["PUT", "", endpoint()], ["DELETE", "/deployments/blue"], 409],
      [["PATCH", "/deployments/blue", { sku: { capacity: 2 } }], ["DELETE", "/deployments/blue"], 409],
      [["PATCH", "/deployments/blue", { sku: { capacity: 2 } }], ["PATCH", "/deployments/blue", {}], 409],
      [["PATCH", "/deployments/blue", { sku: { capacity: 2 } }], ["DELETE", ""], 409],
      [["PATCH", "/deployments/blue", { sku: { capacity: 2 } }], ["PATCH", "/deployments/green", {}], 202],
      [["PATCH", "/deployments/blue", { sku: { capacity: 2 } }], ["PUT", "", endpoint()], 200],
    ];
    for (const [index, [[method, path, body], [otherMethod, otherPath, otherBody], status]] of conflicts.entries()) {
      const what = `${otherMethod} ${otherPath || "endpoint"} while ${method} ${path || "endpoint"} runs`;
      it(`${status === 409 ? "refuse" : "allow"} ${what}`, async () => {
        const root = await endpointWith(local, `busy${index}x`, "blue", "green");
        local.hold();
        const running = await local.send(method, `${root}${path}`, body);
        const other = await local.send(otherMethod, `${root}${otherPath}`, otherBody);
        assert.equal(other.status, status);
        if (status === 409) assert.match(other.body.error.message, /already in progress/);
        local.open();
        for (const { headers } of [running, other]) {
          const link = headers.get("azure-asyncoperation") ?? headers.get("location");
          if (link) await end(link);
        }
        assert.equal((await local.finish("DELETE", root)).status, 204);
      });
    }
  });
});
