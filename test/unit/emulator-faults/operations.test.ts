import assert from "node:assert/strict";
import { failureCodes } from "../../../emulator/faults/fault";
import { deployment, endpoint, endpointWith, register } from "../emulator-arm/bodies";
import { LocalAzureMl, type Answer } from "../emulator-arm/local-azure-ml";

describe("faults of long-running operations", () => {
  let local: LocalAzureMl;
  let fraud: string;
  let number = 0;
  before(async () => {
    local = await LocalAzureMl.start();
    await register(local);
    fraud = await endpointWith(local, "fraud", "blue");
  });
  afterEach(() => local.faults.clear());
  after(() => local.stop());

  const fresh = (): string => `${local.workspace}/onlineEndpoints/fresh-${++number}`;
  const stateOf = async (path: string): Promise<string> => (await local.get(path)).body.properties.provisioningState;
  /** The document of the operation that a PUT starts. */
  const operationOf = async (path: string, body: unknown): Promise<Answer> => local.finish("PUT", path, body);

  for (const code of failureCodes) {
    it(`fail a write with ${code} and a message in the service's manner`, async () => {
      local.faults.add({ kind: "provisioning-failure", code });
      const path = fresh();
      const { body } = await operationOf(path, endpoint());
      assert.equal(body.status, "Failed");
      assert.equal(body.error.code, code);
      assert.match(body.error.message, new RegExp(`\\. .*https://aka.ms/oe-tsg#error-${code.toLowerCase()}$`));
      assert.equal(await stateOf(path), "Failed");
    });
  }

  it("fail before the work is done, by default", async () => {
    local.faults.add({ kind: "provisioning-failure", code: "BadArgument", deployment: "early", message: "no" });
    const { body } = await operationOf(`${fraud}/deployments/early`, deployment(local));
    assert.deepEqual(body.error, { code: "BadArgument", message: "no" });
    assert.ok(!local.serving.events.includes("apply fraud/early"));
  });

  it("fail after the work is done, where that is asked for", async () => {
    local.faults.add({ kind: "provisioning-failure", code: "InternalServerError", deployment: "late", when: "after" });
    const { body } = await operationOf(`${fraud}/deployments/late`, deployment(local));
    assert.equal(body.error.code, "InternalServerError");
    assert.ok(local.serving.events.includes("apply fraud/late"));
    assert.equal(await stateOf(`${fraud}/deployments/late`), "Failed");
  });

  it("fail a deletion, after which the resource is still there and can be deleted", async () => {
    await local.finish("PUT", `${fraud}/deployments/stays`, deployment(local));
    local.faults.add({ kind: "provisioning-failure", code: "OperationCanceled", operation: "delete", times: 1 });
    const failed = await local.finish("DELETE", `${fraud}/deployments/stays`);
    assert.equal(failed.body.error.code, "OperationCanceled");
    assert.equal(await stateOf(`${fraud}/deployments/stays`), "Failed");
    assert.equal((await local.finish("DELETE", `${fraud}/deployments/stays`)).status, 204);
  });

  it("tell create, update, scale and delete apart", async () => {
    for (const operation of ["create", "update", "scale", "delete"] as const) {
      local.faults.add({ kind: "slow-operation", seconds: 0.001, operation, deployment: "each" });
    }
    const path = `${fraud}/deployments/each`;
    await operationOf(path, deployment(local));
    await operationOf(path, deployment(local, { environmentVariables: { A: "1" } }));
    await local.finish("PATCH", path, { sku: { capacity: 2 } });
    await local.finish("DELETE", path);
    assert.deepEqual(
      local.faults.list().map(({ strikes }) => strikes),
      [1, 1, 1, 1],
    );
  });

  it("keep an operation under way until they are cleared", async () => {
    const id = local.faults.add({ kind: "stuck-operation" });
    const path = fresh();
    const put = await local.put(path, endpoint());
    const link = put.headers.get("azure-asyncoperation");
    assert.ok(link);
    assert.equal((await local.get(link)).body.status, "InProgress");
    assert.equal(await stateOf(path), "Creating");
    assert.equal((await local.put(path, endpoint())).status, 409);
    local.faults.remove(id);
    while ((await local.get(link)).body.status === "InProgress");
    assert.equal(await stateOf(path), "Succeeded");
  });

  it("leave operations of other resources alone", async () => {
    local.faults.add({ kind: "stuck-operation" });
    const group = `${local.subscription}/resourceGroups/other`;
    await local.put(group, { location: "westeurope" });
    assert.equal((await local.finish("DELETE", group)).status, 200);
  });

  it("don't keep the local Azure ML from stopping", async () => {
    const other = await LocalAzureMl.start();
    other.faults.add({ kind: "stuck-operation" });
    other.faults.add({ kind: "hang-answer", method: "GET" });
    await other.put(`${other.workspace}/onlineEndpoints/stuck`, endpoint());
    const held = assert.rejects(other.get(other.workspace));
    while (other.faults.list()[1]?.strikes === 0) await new Promise((settled) => setImmediate(settled));
    await other.stop();
    await held;
  });
});
