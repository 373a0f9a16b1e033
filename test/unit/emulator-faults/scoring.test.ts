import assert from "node:assert/strict";
import { Faults } from "../../../emulator/faults/faults";
import { FakeServing } from "../emulator-arm/fake-serving";
import { StubEndpoint, type StubOptions } from "../emulator-serving/stub-endpoint";

describe("faults of scoring requests", () => {
  const nothing = { get: () => undefined, all: () => [] };
  const faults = new Faults({
    subscriptionId: "s",
    records: { endpoints: nothing, deployments: nothing },
    runtime: new FakeServing().runtime,
  });
  let served: string[] = [];
  let stub: StubEndpoint;
  const start = async (more: Partial<StubOptions> = {}): Promise<void> => {
    const container =
      (name: string): StubOptions["deployments"][string]["container"] =>
      (request, response) => {
        served.push(name);
        request.resume().once("end", () => response.end(name));
      };
    stub = await StubEndpoint.start({
      deployments: { blue: { container: container("blue") }, green: { container: container("green") } },
      traffic: { blue: 100 },
      faults: (endpoint, deployment) => faults.scoring(endpoint, deployment),
      ...more,
    });
  };
  beforeEach(() => (served = []));
  afterEach(async () => {
    faults.clear();
    await stub.stop();
  });
  const to = (deployment: string) => ({ headers: { "azureml-model-deployment": deployment } });

  it("answer in the container's place, and only for the deployment that is meant", async () => {
    await start();
    faults.add({ kind: "scoring", deployment: "GREEN", modelStatus: 500 });
    const struck = await stub.call(to("green"));
    assert.equal(struck.status, 424);
    assert.equal(struck.headers["ms-azureml-model-error-reason"], "model_error");
    assert.equal(struck.headers["ms-azureml-model-error-statuscode"], "500");
    assert.deepEqual(JSON.parse(struck.body), { error: "status 500 on purpose" });
    assert.equal((await stub.call(to("blue"))).status, 200);
    assert.deepEqual(served, ["blue"]);
    const [first] = stub.records;
    assert.deepEqual([first?.deployment, first?.status, first?.modelStatus], ["green", 424, 500]);
  });

  const statuses = [
    [408, "upstream request timeout"],
    [429, ""],
    [500, "InternalServerError"],
    [503, "ServiceUnavailable"],
  ] as const;
  for (const [status, says] of statuses) {
    it(`answer ${status} in the front end's place`, async () => {
      await start();
      faults.add({ kind: "scoring", endpoint: "fraud", status });
      const answer = await stub.call();
      assert.equal(answer.status, status);
      assert.ok(answer.body.includes(says));
      assert.deepEqual(served, []);
      assert.equal(stub.records[0]?.status, status);
    });
  }

  it("strike a share of the requests", async () => {
    await start();
    faults.add({ kind: "scoring", modelStatus: 500, share: 0.5, seed: 7 });
    const answers = [];
    for (let i = 0; i < 60; i++) answers.push((await stub.call()).status);
    const struck = answers.filter((status) => status === 424).length;
    assert.ok(struck > 15 && struck < 45, `${struck} of 60`);
    assert.equal(served.length, 60 - struck);
  });

  it("make a container slow, which times out as any slow container does and keeps its seat meanwhile", async () => {
    const slow = { container: () => assert.fail("asked"), requestTimeoutMs: 30 };
    await start({ deployments: { blue: slow } });
    faults.add({ kind: "scoring", milliseconds: 600_000 });
    assert.equal((await stub.call()).status, 408);
    // One seat that is still taken, one guest that waits for it: a third is one too many.
    const statuses = await Promise.all([stub.call(), stub.call()].map(async (call) => (await call).status));
    assert.deepEqual(statuses.sort(), [408, 429]);
  });

  it("send the request on after a delay, with its body", async () => {
    await start();
    faults.add({ kind: "scoring", milliseconds: 1, deployment: "blue" });
    assert.equal((await stub.call({ body: "x".repeat(200_000) })).body, "blue");
  });

  it("leave the connection good for the next request after a long body that nobody read", async () => {
    await start();
    faults.add({ kind: "scoring", modelStatus: 503, times: 1 });
    assert.equal((await stub.call({ body: "x".repeat(2_000_000) })).status, 424);
    assert.equal((await stub.call()).status, 200);
  });

  it("strike copies for the mirror, not the client", async () => {
    await start({ mirrorTraffic: { green: 50 }, random: () => 0 });
    faults.add({ kind: "scoring", deployment: "green", modelStatus: 500 });
    assert.equal((await stub.call()).status, 200);
    while (stub.records.length < 2) await new Promise((settled) => setImmediate(settled));
    const copy = stub.records.find(({ mirrored }) => mirrored);
    assert.deepEqual([copy?.deployment, copy?.status, copy?.modelStatus], ["green", 424, 500]);
  });
});
