import assert from "node:assert/strict";
import { deployment, endpoint, endpointWith, register } from "../emulator-arm/bodies";
import { LocalAzureMl, type Answer } from "../emulator-arm/local-azure-ml";

describe("faults of requests to the control plane", () => {
  let local: LocalAzureMl;
  let fraud: string;
  before(async () => {
    local = await LocalAzureMl.start();
    await register(local);
    fraud = await endpointWith(local, "fraud", "blue");
  });
  afterEach(() => local.faults.clear());
  after(() => local.stop());

  const errorOf = ({ body }: Answer): { code: string; message: string } => body.error;

  const codes: [409 | 429 | 500 | 502 | 503 | 504, string][] = [
    [409, "Conflict"],
    [429, "TooManyRequests"],
    [500, "InternalServerError"],
    [502, "BadGateway"],
    [503, "ServiceUnavailable"],
    [504, "GatewayTimeout"],
  ];
  for (const [status, code] of codes) {
    it(`answer ${status} with ${code} in ARM's envelope, before anything happens`, async () => {
      local.faults.add({ kind: "answer", status, method: "PUT", endpoint: `never-${status}` });
      const path = `${local.workspace}/onlineEndpoints/never-${status}`;
      const answer = await local.put(path, endpoint());
      assert.equal(answer.status, status);
      assert.equal(errorOf(answer).code, code);
      assert.ok(errorOf(answer).message.length > 10);
      assert.equal(answer.headers.get("retry-after"), status === 429 ? "1" : null);
      assert.equal((await local.get(path)).status, 404);
    });
  }

  it("answer with the code, message and Retry-After that are asked for", async () => {
    local.faults.add({ kind: "answer", status: 503, code: "Mine", message: "because", retryAfter: 7 });
    const answer = await local.get(fraud);
    assert.deepEqual(errorOf(answer), { code: "Mine", message: "because" });
    assert.equal(answer.headers.get("retry-after"), "7");
  });

  const matches: [what: string, match: object, hit: [string, string], missed: [string, string]][] = [
    ["verb", { method: "GET" }, ["GET", ""], ["POST", "/listKeys"]],
    ["path", { path: "*/ONLINEENDPOINTS/fraud" }, ["GET", ""], ["GET", "/deployments"]],
    ["path with several wildcards", { path: "*/fraud/*/bl*e" }, ["GET", "/deployments/blue"], ["GET", "/deployments"]],
    ["endpoint", { endpoint: "FRAUD" }, ["GET", "/deployments/blue"], ["GET", "/../other"]],
    ["deployment", { deployment: "Blue" }, ["GET", "/deployments/blue"], ["GET", "/deployments/green"]],
  ];
  for (const [what, match, hit, missed] of matches) {
    it(`strike by ${what} and nothing else`, async () => {
      local.faults.add({ kind: "answer", status: 503, ...match });
      assert.equal((await local.send(hit[0], fraud + hit[1])).status, 503);
      assert.notEqual((await local.send(missed[0], fraud + missed[1])).status, 503);
    });
  }

  it("let the first pass, strike so often, and stay in the list", async () => {
    const id = local.faults.add({ kind: "answer", status: 503, endpoint: "fraud", after: 1, times: 2 });
    const statuses = [];
    for (let i = 0; i < 5; i++) statuses.push((await local.get(fraud)).status);
    assert.deepEqual(statuses, [200, 503, 503, 200, 200]);
    const [listed] = local.faults.list();
    assert.deepEqual([listed?.id, listed?.strikes, listed?.left], [id, 2, 0]);
    assert.equal(local.faults.remove(id), true);
    assert.equal(local.faults.remove(id), false);
  });

  it("strike the same share of requests for the same seed, and tell the seed", async () => {
    const pattern = async (seed?: number): Promise<string> => {
      local.faults.add({ kind: "answer", status: 503, share: 0.5, seed });
      let struck = "";
      for (let i = 0; i < 40; i++) struck += (await local.get(fraud)).status === 503 ? "x" : ".";
      return struck;
    };
    const first = await pattern();
    const [listed] = local.faults.list();
    local.faults.clear();
    assert.ok(listed && "seed" in listed);
    assert.equal(await pattern(listed.seed), first);
    assert.match(first, /x/);
    assert.match(first, /\./);
  });

  it("lose an answer after the write has happened", async () => {
    local.faults.add({ kind: "lost-answer", method: "PUT", times: 1 });
    const path = `${local.workspace}/onlineEndpoints/lost`;
    await assert.rejects(local.put(path, endpoint()), /fetch failed/);
    assert.equal((await local.get(path)).status, 200);
  });

  it("lose the answer of a refused request, too", async () => {
    local.faults.add({ kind: "lost-answer", method: "GET", times: 1 });
    await assert.rejects(local.get(`${local.workspace}/onlineEndpoints/nobody`), /fetch failed/);
  });

  it("hold an answer, with the write done, until they are cleared", async () => {
    const id = local.faults.add({ kind: "hang-answer", method: "PUT" });
    const path = `${local.workspace}/onlineEndpoints/hanging`;
    let answered = false;
    const held = local.put(path, endpoint()).finally(() => (answered = true));
    while ((await local.get(path)).status !== 200);
    assert.equal(answered, false);
    local.faults.remove(id);
    assert.equal((await held).status, 201);
  });

  it("slow an answer down, and end that at once when they are cleared", async () => {
    local.faults.add({ kind: "slow-answer", milliseconds: 600_000, endpoint: "fraud" });
    let answered = false;
    const slow = local.get(fraud).finally(() => (answered = true));
    while (local.faults.list()[0]?.strikes === 0) await new Promise((settled) => setImmediate(settled));
    await local.get(local.workspace);
    assert.equal(answered, false);
    local.faults.clear();
    assert.equal((await slow).status, 200);
  });

  it("show a resource as before its last write, for so many reads", async () => {
    const path = `${local.workspace}/models/stale`;
    local.faults.add({ kind: "stale-read", path: "*/models/stale", reads: 2 });
    const tags = async (): Promise<unknown> => (await local.get(path)).body?.properties?.description;
    assert.equal((await local.put(path, { properties: { description: "first" } })).status, 201);
    assert.deepEqual([(await local.get(path)).status, (await local.get(path)).status], [404, 404]);
    assert.equal(await tags(), "first");
    await local.put(path, { properties: { description: "second" } });
    assert.deepEqual([await tags(), await tags(), await tags()], ["first", "first", "second"]);
  });

  it("refuse instances beyond a quota as the service words it, and let deployments shrink", async () => {
    local.faults.add({ kind: "quota", instances: 2 });
    const path = `${fraud}/deployments/green`;
    const green = deployment(local, {}, { sku: { name: "Default", capacity: 2 } });
    const refused = await local.put(path, green);
    assert.equal(refused.status, 400);
    assert.equal(errorOf(refused).code, "BadRequest");
    const [detail] = refused.body.error.details;
    assert.equal(detail.code, "InferencingClientCreateDeploymentFailed");
    const { errors } = JSON.parse(detail.message.slice(detail.message.indexOf("{")));
    assert.match(errors.VmSize[0], /Standard_F4s_v2 .*Current usage\/limit: 4\/8\. Additional needed: 8 /);
    assert.equal((await local.get(path)).status, 404);

    assert.equal((await local.finish("PUT", path, deployment(local))).status, 200);
    assert.equal((await local.send("PATCH", path, { sku: { capacity: 2 } })).status, 400);
    local.faults.clear();
    await local.finish("PATCH", path, { sku: { capacity: 3 } });
    local.faults.add({ kind: "quota", instances: 1 });
    assert.equal((await local.send("PATCH", path, { sku: { capacity: 2 } })).status, 202);
  });

  it("add up: a slow answer that is refused and then lost", async () => {
    local.faults.add({ kind: "answer", status: 503, endpoint: "fraud" });
    local.faults.add({ kind: "slow-answer", milliseconds: 1, endpoint: "fraud" });
    local.faults.add({ kind: "lost-answer", endpoint: "fraud" });
    await assert.rejects(local.get(fraud), /fetch failed/);
    assert.deepEqual(
      local.faults.list().map(({ strikes }) => strikes),
      [1, 1, 1],
    );
  });
});
