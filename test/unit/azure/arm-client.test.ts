import { strict as assert } from "node:assert";
import { z } from "zod";
import { ArmClient } from "../../../azure/arm-client";
import { ArmError } from "../../../azure/arm-error";
import { findCloud } from "../../../azure/cloud";
import { type Answer, FakeServer, WORKSPACE } from "./fake-arm";

const thing = z.looseObject({ name: z.string() });
const path = `${WORKSPACE}/things/one`;

/** Starts a server that gives these answers in turn, the last one for ever. */
async function answering(...answers: Answer[]): Promise<FakeServer> {
  let next = 0;
  return FakeServer.start(() => answers[Math.min(next++, answers.length - 1)]!);
}

async function failure(work: Promise<unknown>): Promise<ArmError> {
  const error: unknown = await work.then(() => assert.fail("nothing failed")).catch((reason: unknown) => reason);
  assert.ok(error instanceof ArmError, String(error));
  return error;
}

describe("ArmClient", () => {
  let server: FakeServer;
  afterEach(() => server.stop());

  it("reads with a token and the version of the API, and keeps members it does not know", async () => {
    server = await answering({ body: { name: "one", other: [1] } });
    assert.deepEqual(await server.arm().get(path, thing), { name: "one", other: [1] });
    assert.equal(server.seen[0]!.headers.authorization, "Bearer local");
    assert.equal(server.seen[0]!.query.get("api-version"), "2025-12-01");
  });

  it("gives undefined for what is not there", async () => {
    server = await answering({ status: 404, body: { error: { code: "ResourceNotFound", message: "no" } } });
    assert.equal(await server.arm().get(path, thing), undefined);
  });

  it("does not take a subscription that its sign-in can't see for a resource that is gone", async () => {
    server = await answering({ status: 404, body: { error: { code: "SubscriptionNotFound", message: "no" } } });
    assert.equal((await failure(server.arm().get(path, thing))).code, "SubscriptionNotFound");
  });

  it("reads all pages of a list", async () => {
    server = await FakeServer.start(({ query }, { url }) =>
      query.has("$skip")
        ? { body: { value: [{ name: "two" }] } }
        : { body: { value: [{ name: "one" }], nextLink: `${url}${WORKSPACE}/things?$skip=1` } },
    );
    assert.deepEqual(await server.arm().list(`${WORKSPACE}/things`, thing), [{ name: "one" }, { name: "two" }]);
  });

  it("follows no link to another host with its token", async () => {
    server = await answering({ body: { value: [], nextLink: "http://127.0.0.1.example.com/next" } });
    const error = await failure(server.arm().list(`${WORKSPACE}/things`, thing));
    assert.match(error.message, /ForeignHost: 127\.0\.0\.1\.example\.com is not ARM$/);
  });

  for (const status of [429, 500, 503]) {
    it(`repeats a read after ${status}`, async () => {
      server = await answering({ status, headers: { "retry-after": "0" } }, { body: { name: "one" } });
      assert.deepEqual(await server.arm().get(path, thing), { name: "one" });
    });
  }

  it("waits as long as the service asks before it repeats", async () => {
    server = await answering({ status: 429, headers: { "retry-after": "1" } }, { body: { name: "one" } });
    const started = performance.now();
    await server.arm().get(path, thing);
    assert.ok(performance.now() - started >= 990);
  });

  for (const status of [409, 412, 429, 500, 503]) {
    it(`sends a write once and leaves ${status} to its caller`, async () => {
      const body = { error: { code: "Busy", message: "later" } };
      server = await answering({ status, headers: { "retry-after": "7" }, body });
      const error = await failure(server.arm().write({ method: "PUT", path, body: {}, timeoutSeconds: 5 }));
      assert.deepEqual([error.status, error.code, error.retryAfterMs], [status, "Busy", 7000]);
      assert.equal(server.seen.length, 1);
    });
  }

  it("tells code, message, target and causes of a refusal in one line", async () => {
    const details = [{ code: "BadWeight", message: "sum is\n 110" }];
    const error = { code: "UserError", message: "refused", target: "traffic", details };
    server = await answering({ status: 400, body: { error } });
    const { message, status, code, target, ...rest } = await failure(server.arm().get(path, thing));
    assert.equal(message, "GET things/one: 400 UserError: refused | BadWeight: sum is 110");
    assert.deepEqual([status, code, target], [400, "UserError", "traffic"]);
    assert.deepEqual(rest.details, [{ ...details[0], details: [], target: undefined }]);
  });

  it("shows an answer that is no ARM error as far as it goes", async () => {
    server = await answering({ status: 403, headers: { "content-type": "text/html" }, body: "<b>proxy says no</b>" });
    const { message } = await failure(server.arm().get(path, thing));
    assert.equal(message, "GET things/one: 403 NoReason: <b>proxy says no</b>");
  });

  it("refuses an answer that lacks what it relies on", async () => {
    server = await answering({ body: { title: "one" } });
    const error = await failure(server.arm().get(path, thing));
    assert.match(error.message, /^GET things\/one: 200 UnexpectedAnswer: name: /);
  });

  it("says what it could not reach", async () => {
    server = await answering({});
    const gone = await answering({});
    await gone.stop();
    const error = await failure(gone.arm().get(path, thing));
    assert.match(error.message, /^GET things\/one: ECONNREFUSED: connect ECONNREFUSED 127\.0\.0\.1/);
  });

  it("never shows a token, a key or a signature that a service repeats", async () => {
    const message = "Bearer eyJ0.secret-token and https://x/?sv=1&sig=secret-signature& client_secret=secret-key";
    server = await answering({ status: 401, body: { error: { code: "InvalidAuthenticationToken", message } } });
    const error = await failure(server.arm().get(path, thing));
    assert.doesNotMatch(`${error.stack} ${JSON.stringify(error)}`, /secret-/);
  });

  it("says that signing in failed, in one line", async () => {
    server = await answering({});
    const credential = { getToken: () => Promise.reject(new Error("AADSTS7000222:\n the secret has expired")) };
    const client = new ArmClient(findCloud(undefined, server.url), credential);
    const { message } = await failure(client.get(path, thing));
    assert.equal(message, "GET things/one: SignInFailed: AADSTS7000222: the secret has expired");
  });
});
