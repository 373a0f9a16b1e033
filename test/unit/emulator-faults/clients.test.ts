import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ArmClient } from "../../../azure/arm-client";
import { ArmError } from "../../../azure/arm-error";
import { findCloud } from "../../../azure/cloud";
import { OnlineEndpoints } from "../../../azure/online-endpoints";
import { applySettings } from "../../../provider/apply-settings";
import { endpointWith, register } from "../emulator-arm/bodies";
import { LocalAzureMl } from "../emulator-arm/local-azure-ml";

describe("our own clients under faults", () => {
  let local: LocalAzureMl;
  let folder: string;
  let arm: ArmClient;
  let endpoints: OnlineEndpoints;
  let number = 0;
  /** An endpoint of its own for each test. */
  let name: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "faults-"));
    local = await LocalAzureMl.start({ requestLog: join(folder, "arm.jsonl") });
    await register(local);
    const cloud = findCloud("public", local.url);
    const credential = { getToken: async () => ({ token: "local", expiresOnTimestamp: Date.now() + 3_600_000 }) };
    arm = new ArmClient(cloud, credential, { retryDelayMs: 1, pollIntervalMs: 1 });
    endpoints = new OnlineEndpoints(local.workspace, arm);
  });
  beforeEach(async () => {
    name = `client-${++number}`;
    await endpointWith(local, name, "blue", "green");
  });
  afterEach(() => local.faults.clear());
  after(async () => {
    await local.stop();
    await rm(folder, { recursive: true });
  });

  /** Writes of the endpoint since the test began, with their statuses. */
  const writes = (): string[] =>
    readFileSync(join(folder, "arm.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { method: string; path: string; status: number })
      .filter(({ method, path }) => method !== "GET" && path.endsWith(`/onlineEndpoints/${name}`))
      .map(({ method, status }) => `${method} ${status}`)
      // The first one is the test's own.
      .slice(1);
  const traffic = async (): Promise<unknown> => (await local.get(path())).body.properties.traffic;
  const path = (): string => `${local.workspace}/onlineEndpoints/${name}`;
  const settings = (weights: Record<string, number>) => ({
    workspaceId: local.workspace,
    endpointName: name,
    deployments: ["blue", "green"],
    traffic: weights,
  });
  const put = async (weights: Record<string, number>): Promise<void> => {
    const live = await endpoints.get(name);
    assert.ok(live);
    const { location, identity } = live;
    await endpoints.put(name, { location, identity, properties: { authMode: "Key", traffic: weights } });
  };

  for (const status of [429, 500, 502, 503, 504] as const) {
    it(`repeat a read that is answered ${status}`, async () => {
      local.faults.add({ kind: "answer", status, retryAfter: 0, endpoint: name, method: "GET", times: 3 });
      assert.equal((await endpoints.get(name))?.name, name);
    });
  }

  it("repeat a read whose answer is lost", async () => {
    local.faults.add({ kind: "lost-answer", endpoint: name, method: "GET", times: 2 });
    assert.equal((await endpoints.get(name))?.name, name);
  });

  it("report a read that stays refused, in the service's words", async () => {
    local.faults.add({ kind: "answer", status: 503, endpoint: name, message: "closed today" });
    await assert.rejects(endpoints.get(name), (error) => {
      assert.ok(error instanceof ArmError);
      assert.equal(error.message, `GET onlineEndpoints/${name}: 503 ServiceUnavailable: closed today`);
      return true;
    });
  });

  for (const status of [409, 429, 503] as const) {
    it(`never send a write again that was answered ${status}`, async () => {
      local.faults.add({ kind: "answer", status, endpoint: name, method: "PUT" });
      await assert.rejects(put({ blue: 100 }), ArmError);
      assert.deepEqual(writes(), [`PUT ${status}`]);
    });
  }

  it("never send a write again whose answer is lost", async () => {
    local.faults.add({ kind: "lost-answer", endpoint: name, method: "PUT" });
    await assert.rejects(put({ blue: 100 }), ArmError);
    assert.deepEqual(writes(), ["PUT 200"]);
  });

  const settled: [what: string, fault: Parameters<LocalAzureMl["faults"]["add"]>[0]][] = [
    ["an answer is lost", { kind: "lost-answer", method: "PUT", times: 1 }],
    ["a write is throttled", { kind: "answer", status: 429, method: "PUT", times: 1, retryAfter: 0 }],
    ["another write is under way", { kind: "answer", status: 409, method: "PUT", times: 3 }],
    ["the service is unavailable for a moment", { kind: "answer", status: 503, method: "PUT", times: 1 }],
    ["an operation is canceled", { kind: "provisioning-failure", code: "OperationCanceled", times: 1 }],
    ["reads lag behind", { kind: "stale-read", reads: 3, times: 1 }],
  ];
  for (const [what, fault] of settled) {
    it(`bring an endpoint's weights where they should be although ${what}`, async () => {
      local.faults.add({ ...fault, ...("path" in fault ? {} : { endpoint: name }) });
      const clock = { now: Date.now, sleep: async () => undefined };
      await applySettings(endpoints, settings({ blue: 90, green: 10 }), {}, clock);
      assert.ok((local.faults.list()[0]?.strikes ?? 0) > 0);
      local.faults.clear();
      assert.deepEqual(await traffic(), { blue: 90, green: 10 });
    });
  }

  it("report an operation that fails with its code and message, and leave the weights", async () => {
    local.faults.add({ kind: "provisioning-failure", code: "BadArgument", endpoint: name, message: "not like this" });
    const clock = { now: Date.now, sleep: async () => undefined };
    await assert.rejects(applySettings(endpoints, settings({ blue: 100 }), {}, clock), /BadArgument: not like this/);
    assert.deepEqual(await traffic(), {});
  });

  it("give up on an operation that never ends, and say that the service carries on", async () => {
    local.faults.add({ kind: "stuck-operation", endpoint: name });
    const write = { method: "PUT", path: path(), timeoutSeconds: 0.2 } as const;
    const body = { location: "westeurope", properties: { authMode: "Key", traffic: { blue: 100 } } };
    await assert.rejects(arm.write({ ...write, body }), /OperationTimeout: not over after/);
  });
});
