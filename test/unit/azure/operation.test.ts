import { strict as assert } from "node:assert";
import { createDefaultHttpClient, type HttpClient } from "@azure/core-rest-pipeline";
import { ArmClient } from "../../../azure/arm-client";
import { ArmError } from "../../../azure/arm-error";
import { findCloud } from "../../../azure/cloud";
import { type Answer, FakeServer, type Seen, WORKSPACE } from "./fake-arm";

const path = `${WORKSPACE}/onlineEndpoints/fraud`;
const put = { method: "PUT", path, body: {}, timeoutSeconds: 10 } as const;
const patch = { ...put, method: "PATCH" } as const;

/** A server that starts an operation, and gives these answers to those who look at it, the last one for ever. */
async function operating(start: (url: string) => Answer, ...looks: Answer[]): Promise<FakeServer> {
  let next = 0;
  return FakeServer.start(({ method }, { url }) =>
    method === "GET" ? looks[Math.min(next++, looks.length - 1)]! : start(url),
  );
}

const byStatus = (url: string): Answer => ({ status: 201, headers: { "Azure-AsyncOperation": `${url}/operations/1` } });
const byLocation = (url: string): Answer => ({ status: 202, headers: { Location: `${url}/results/1` } });

describe("a long-running operation", () => {
  let server: FakeServer;
  afterEach(() => server.stop());

  it("is over when its status says so", async () => {
    server = await operating(byStatus, { body: { status: "InProgress" } }, { body: { status: "Succeeded" } });
    await server.arm().write(put);
    assert.deepEqual(server.lines, [`PUT ${path}`, "GET /operations/1", "GET /operations/1"]);
  });

  it("is over when its location answers something else than 202", async () => {
    server = await operating(byLocation, { status: 202 }, { status: 202 }, { status: 204 });
    await server.arm().write(patch);
    assert.equal(server.seen.length, 4);
  });

  it("is over when the resource's own state says so, where there is nothing else to look at", async () => {
    const state = (provisioningState: string) => ({ body: { properties: { provisioningState } } });
    server = await operating(() => state("Updating"), state("Updating"), state("Succeeded"));
    await server.arm().write(put);
    assert.deepEqual(server.lines, [`PUT ${path}`, `GET ${path}`, `GET ${path}`]);
  });

  it("is none where the answer is final", async () => {
    server = await operating(() => ({ status: 200, body: { tags: {} } }));
    await server.arm().write(patch);
    assert.equal(server.seen.length, 1);
  });

  it("waits between looks as long as the service says", async () => {
    const wait = { headers: { "retry-after": "1" }, body: { status: "InProgress" } };
    server = await operating(byStatus, wait, { body: { status: "Succeeded" } });
    const started = performance.now();
    await server.arm().write(put);
    assert.ok(performance.now() - started >= 990);
  });

  it("fails with code and message of the operation", async () => {
    const error = { code: "OutOfQuota", message: "no cores\nleft", target: "instanceType" };
    server = await operating(byStatus, { body: { status: "Failed", error } });
    await assert.rejects(server.arm().write(put), (failure) => {
      assert.ok(failure instanceof ArmError);
      assert.equal(failure.message, "PUT onlineEndpoints/fraud: 200 OutOfQuota: no cores left");
      assert.deepEqual([failure.code, failure.target], ["OutOfQuota", "instanceType"]);
      return true;
    });
  });

  it("fails where it was canceled or the resource ended as failed, with or without a reason", async () => {
    server = await operating(byStatus, { body: { status: "Canceled" } });
    await assert.rejects(server.arm().write(put), /200 canceled: the service gives no reason$/);
    await server.stop();
    server = await operating(() => ({ body: { properties: { provisioningState: "Failed" } } }));
    await assert.rejects(server.arm().write(put), /200 failed: the service gives no reason$/);
  });

  it("is given up after its timeout, which says that the service carries on", async () => {
    server = await operating(byStatus, { body: { status: "InProgress" } });
    await assert.rejects(
      server.arm().write({ ...put, timeoutSeconds: 0.05 }),
      /^ArmError: PUT onlineEndpoints\/fraud: OperationTimeout: not over after 0 s; the service carries on with it$/,
    );
  });

  it("outlives its token: each look has one that is still good", async () => {
    const lifetime = 100;
    const tokens = new Map<string, number>();
    const credential = {
      getToken: async () => {
        const token = `token-${tokens.size}`;
        tokens.set(token, Date.now() + lifetime);
        return { token, expiresOnTimestamp: Date.now() + lifetime };
      },
    };
    const good = ({ headers }: Seen) => (tokens.get(headers.authorization?.slice(7) ?? "") ?? 0) >= Date.now();
    const end = Date.now() + 4 * lifetime;
    server = await FakeServer.start((request) => {
      if (!good(request)) return { status: 401, body: { error: { code: "ExpiredToken", message: "late" } } };
      const status = Date.now() < end ? "InProgress" : "Succeeded";
      const link = { "Azure-AsyncOperation": "https://management.azure.com/operations/1" };
      return request.method === "PUT" ? { status: 201, headers: link } : { body: { status } };
    });
    // Azure's own host name and token policy; only the connection leads to the server of the test.
    const real = createDefaultHttpClient();
    const httpClient: HttpClient = {
      sendRequest: (request) => {
        request.url = request.url.replace("https://management.azure.com", server.url);
        request.allowInsecureConnection = true;
        return real.sendRequest(request);
      },
    };
    await new ArmClient(findCloud(), credential, { httpClient, pollIntervalMs: 10 }).write(put);
    assert.ok(tokens.size >= 3, `${tokens.size} tokens`);
  });
});
