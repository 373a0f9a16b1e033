import { strict as assert } from "node:assert";
import { Readable } from "node:stream";
import { inspect } from "node:util";
import type { ScoringCredential } from "../../../../azure/scoring/credential";
import type { ScoringClientOptions } from "../../../../azure/scoring/options";
import { ScoringClient } from "../../../../azure/scoring/scoring-client";
import { ModelError, ScoringError, type ScoringFailure } from "../../../../azure/scoring/scoring-error";
import { type Got, ScriptedServer } from "./scripted-server";
import { StillClock } from "./still-clock";

const KEY = "secret-key-of-the-endpoint";

async function failure(work: Promise<unknown>, reason: ScoringFailure): Promise<ScoringError> {
  const error: unknown = await work.then(() => assert.fail("nothing failed")).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof ScoringError, String(error));
  assert.equal(error.reason, reason);
  assert.ok(error.durationMs >= 0);
  assert.doesNotMatch(`${error.stack} ${JSON.stringify(error)} ${inspect(error, { depth: 9 })}`, /secret-/);
  return error;
}

describe("ScoringClient", () => {
  let server: ScriptedServer;
  let client: ScoringClient;

  const open = (credential: ScoringCredential = { key: KEY }, options?: ScoringClientOptions) =>
    (client = new ScoringClient(server.url, credential, options));
  beforeEach(async () => {
    server = await ScriptedServer.start();
    open();
  });
  afterEach(async () => {
    await server.stop();
    await client.close();
  });

  it("sends JSON with the key and gives the parsed answer with what the service tells about it", async () => {
    const headers = { "azureml-model-deployment": "blue", "x-request-id": "r1" };
    server.script = [{ status: 200, body: "[1, 2]", headers }];
    const { durationMs, modelStatus, modelReason, ...score } = await client.score({ data: [[1]] });
    assert.deepEqual(score, { status: 200, body: [1, 2], deployment: "blue", requestId: "r1", tries: 1 });
    assert.deepEqual([modelStatus, modelReason], [undefined, undefined]);
    assert.ok(durationMs > 0);
    const [sent] = server.got;
    assert.deepEqual([sent?.url, sent?.body], ["/score", '{"data":[[1]]}']);
    assert.equal(sent?.headers.authorization, `Bearer ${KEY}`);
    assert.equal(sent?.headers["azureml-model-deployment"], undefined);
  });

  it("asks one deployment by header: the request's, else the client's", async () => {
    await client.close();
    open({ key: KEY }, { deployment: "blue" });
    await client.score({}, { deployment: "green" });
    await client.score({});
    assert.deepEqual(
      server.got.map(({ headers }) => headers["azureml-model-deployment"]),
      ["green", "blue"],
    );
  });

  it("sends text and bytes as they are, and streams piece by piece", async () => {
    await client.score('{"a": 1}');
    await client.score(Buffer.from("[2]"));
    await client.score(Readable.from(["[", "3", "]"]));
    async function* pieces() {
      yield Buffer.from("[4");
      yield "]";
    }
    await client.score(pieces());
    assert.deepEqual(
      server.got.map(({ body }) => body),
      ['{"a": 1}', "[2]", "[3]", "[4]"],
    );
  });

  it("sends headers of its caller, in any case, but no other authorization", async () => {
    const headers = { "Content-Type": "image/png", "X-MS-Client-Request-Id": "mine", "Authorization": "Bearer x" };
    await client.score(Buffer.from([1]), { headers });
    const [sent] = server.got;
    assert.deepEqual(
      ["content-type", "x-ms-client-request-id", "authorization"].map((name) => sent?.headers[name]),
      ["image/png", "mine", `Bearer ${KEY}`],
    );
  });

  it("fails with the model's own status, reason and body where the model fails", async () => {
    const said = { "ms-azureml-model-error-statuscode": "500", "ms-azureml-model-error-reason": "model_error" };
    server.script = [
      { status: 424, body: '{"why": "boom"}', headers: { ...said, "azureml-model-deployment": "blue" } },
    ];
    const error = await failure(client.score({}), "model");
    assert.ok(error instanceof ModelError);
    assert.deepEqual([error.status, error.modelStatus, error.modelReason], [424, 500, "model_error"]);
    assert.deepEqual([error.body, error.deployment, error.tries], [{ why: "boom" }, "blue", 1]);
    assert.match(error.message, /^127\.0\.0\.1:\d+: the model of blue answered 500: \{"why": "boom"\}$/);
  });

  it("attempts once, and gives an answer that is an error", async () => {
    const headers = { "ms-azureml-model-error-statuscode": "500", "ms-azureml-model-error-reason": "model_error" };
    server.script = [{ status: 424, body: "boom", headers }];
    const { status, body, modelStatus, modelReason, tries } = await client.attempt({});
    assert.deepEqual([status, body, modelStatus, modelReason, tries], [424, "boom", 500, "model_error", 1]);
    for (const status of [401, 408, 429, 503]) {
      server.script = [{ status }];
      assert.equal((await client.attempt({})).status, status);
    }
    assert.equal(server.got.length, 5);
  });

  it("asks for a token before each request, and for another one where that is refused", async () => {
    await client.close();
    let count = 0;
    open({ token: async () => `token-${++count}` });
    server.script = [{ status: 200 }, { status: 401 }, { status: 200 }];
    await client.score({});
    await client.score({});
    assert.deepEqual(
      server.got.map(({ headers }) => headers.authorization),
      ["Bearer token-1", "Bearer token-2", "Bearer token-3"],
    );
  });

  it("goes over to the other key where one is regenerated, and back when that one is", async () => {
    await client.close();
    open({ key: "one", otherKey: "two" });
    let good = ["one", "two"];
    const judge = ({ headers }: Got) => ({
      status: good.some((key) => headers.authorization === `Bearer ${key}`) ? 200 : 401,
    });
    server.script = [judge];
    await client.score({});
    good = ["two"];
    await client.score({});
    await client.score({});
    good = ["one"];
    await client.score({});
    assert.deepEqual(
      server.got.map(({ headers }) => headers.authorization?.slice(7)),
      ["one", "one", "two", "two", "two", "one"],
    );
  });

  it("masks the secret where an answer repeats it", async () => {
    server.script = [({ headers }) => ({ status: 401, body: `you sent ${headers.authorization}` })];
    const { message, body } = await failure(client.score({}), "unauthorized");
    assert.match(message, /the key or token is wrong or expired: you sent Bearer \*\*\*$/);
    assert.equal(body, "you sent Bearer ***");
  });

  it("shows its address and no secret", async () => {
    await client.score({});
    const shown = [inspect(client, { depth: 9, showHidden: true }), JSON.stringify(client)];
    for (const text of shown) assert.doesNotMatch(text, /secret-/);
    assert.equal(JSON.stringify(client), JSON.stringify({ scoringUri: server.url }));
  });

  it("says that there is no token", async () => {
    await client.close();
    open({ token: () => Promise.reject(new Error("az login first")) });
    const { message, tries } = await failure(client.score({}), "credential");
    assert.match(message, /^no key or token for 127\.0\.0\.1:\d+: az login first$/);
    assert.equal(tries, 0);
  });

  it("gives a try up after its timeout, and all of them after the deadline", async () => {
    server.script = ["silence"];
    const { message } = await failure(client.attempt({}, { timeoutMs: 30 }), "timeout");
    assert.match(message, /^127\.0\.0\.1:\d+ did not answer in 30 ms$/);
    const retry = { tries: 100, baseMs: 0 };
    const { durationMs, tries } = await failure(client.score({}, { timeoutMs: 40, deadlineMs: 200, retry }), "timeout");
    assert.ok(durationMs >= 195 && durationMs < 15_000, `${durationMs} ms`);
    assert.ok(tries >= 1 && tries <= 6, `${tries} tries`);
  });

  it("gives up when its caller does", async () => {
    const given = new AbortController();
    server.script = [() => (given.abort(), "silence")];
    await failure(client.score({}, { signal: given.signal }), "aborted");
    await failure(client.score({}, { signal: AbortSignal.abort() }), "aborted");
  });

  it("says that the endpoint can't be reached", async () => {
    await server.stop();
    const { message, tries } = await failure(client.score({}, { retry: { baseMs: 0 } }), "unreachable");
    assert.match(message, /^127\.0\.0\.1:\d+ can't be reached: connect ECONNREFUSED/);
    assert.equal(tries, 4);
  });

  it("says that it is closed, and repeats nothing then", async () => {
    await client.close();
    const { message, tries } = await failure(client.score({}), "aborted");
    assert.match(message, /is closed$/);
    assert.equal(tries, 1);
    open();
  });

  it("says that a header can't be sent, and repeats nothing then", async () => {
    const { message, tries } = await failure(client.score({}, { headers: { "x-bad": "a\nb" } }), "aborted");
    assert.match(message, /the request can't be sent: invalid x-bad header/);
    assert.equal(tries, 1);
  });

  it("sends a stream once: after its first piece nothing is repeated, before it may be", async () => {
    server.script = [{ status: 503 }, { status: 200 }];
    const error = await failure(client.score(Readable.from(["1"])), "unavailable");
    assert.deepEqual([error.tries, server.got.length], [1, 1]);
    const { url } = server;
    await server.stop();
    const gone = new ScoringClient(url, { key: KEY });
    const { tries } = await failure(
      gone.score(Readable.from(["1"]), { retry: { baseMs: 0, tries: 3 } }),
      "unreachable",
    );
    assert.equal(tries, 3);
    await gone.close();
  });

  it("says that a stream broke off that it was to send", async () => {
    async function* broken() {
      yield "1";
      throw new Error("the disk is gone");
    }
    const { message, tries } = await failure(client.score(broken()), "aborted");
    assert.match(message, /the request's body broke off: the disk is gone/);
    assert.equal(tries, 1);
  });

  it("keeps its connections from one request to the next, and opens no more than it may", async () => {
    await client.close();
    open({ key: KEY }, { connections: 3 });
    for (let request = 0; request < 20; request += 1) await client.score({});
    // The pool may open a second one before it sees that the first is free again.
    assert.ok(server.connections <= 2, `${server.connections} connections`);
    await Promise.all(Array.from({ length: 50 }, () => client.score({})));
    assert.ok(server.connections <= 3, `${server.connections} connections`);
  });

  it("waits as its clock says", async () => {
    await client.close();
    const clock = new StillClock(0.5);
    client = new ScoringClient(server.url, { key: KEY }, {}, clock);
    server.script = [{ status: 429, headers: { "retry-after": "2" } }, { status: 503 }, { status: 200 }];
    assert.equal((await client.score({})).tries, 3);
    assert.deepEqual(clock.pauses, [2100, 200]);
  });

  it("refuses what is wrong with its options, all at once", () => {
    const options = { connections: 0, timeoutMs: 0, retry: { tries: 1.5, baseMs: -1 } };
    assert.throws(() => new ScoringClient("ftp://x", { key: KEY }, options), {
      message: [
        "ScoringClient: 5 faults",
        '  - scoringUri: "ftp://x" given, an http or https URL is expected',
        "  - connections: 0 given, a whole number from 1 is expected",
        "  - timeoutMs: 0 given, a number of milliseconds above 0 is expected",
        "  - retry.tries: 1.5 given, a whole number from 1 is expected",
        "  - retry.baseMs: -1 given, a number of milliseconds from 0 is expected",
      ].join("\n"),
    });
  });

  it("refuses what is wrong with a request's options", async () => {
    await assert.rejects(client.score({}, { deadlineMs: NaN }), /^Error: scoring: deadlineMs: null given, a number/);
    assert.equal(server.got.length, 0);
  });
});
