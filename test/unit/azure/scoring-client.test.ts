import { strict as assert } from "node:assert";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ScoringClient, type ScoringCredential } from "../../../azure/scoring-client";
import { ScoringError, type ScoringFailure } from "../../../azure/scoring-error";
import { type Answer, FakeServer, type Seen } from "./fake-arm";

const KEY = "secret-key-of-the-endpoint";

async function failure(work: Promise<unknown>, reason: ScoringFailure): Promise<ScoringError> {
  const error: unknown = await work.then(() => assert.fail("nothing failed")).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof ScoringError, String(error));
  assert.equal(error.reason, reason);
  assert.ok(error.durationMs >= 0);
  assert.doesNotMatch(`${error.stack} ${JSON.stringify(error)}`, /secret-/);
  return error;
}

describe("ScoringClient", () => {
  let server: FakeServer;
  let client: ScoringClient;
  let answer: (request: Seen) => Answer | Promise<Answer>;

  async function open(credential: ScoringCredential = { key: KEY }) {
    client = new ScoringClient(`${server.url}/score`, credential);
  }
  beforeEach(async () => {
    answer = () => ({ body: { ok: true } });
    server = await FakeServer.start((request) => answer(request));
    await open();
  });
  afterEach(async () => {
    await client.close();
    await server.stop();
  });

  it("sends JSON with the key and gives the parsed answer with what the service tells about it", async () => {
    answer = () => ({
      body: [1, 2],
      headers: { "azureml-model-deployment": "blue", "x-request-id": "r1" },
    });
    const { durationMs, ...score } = await client.score({ data: [[1]] });
    assert.deepEqual(score, { status: 200, body: [1, 2], deployment: "blue", requestId: "r1", modelStatus: undefined });
    assert.ok(durationMs > 0);
    const [{ method, path, body, headers }] = server.seen as [Seen];
    assert.deepEqual([method, path, body], ["POST", "/score", { data: [[1]] }]);
    assert.equal(headers.authorization, `Bearer ${KEY}`);
    assert.equal(headers["azureml-model-deployment"], undefined);
  });

  it("asks one deployment by header", async () => {
    await client.score({}, { deployment: "green" });
    assert.equal(server.seen[0]!.headers["azureml-model-deployment"], "green");
  });

  it("sends text and bytes as they are", async () => {
    await client.score('{"a": 1}');
    await client.score(Buffer.from("[2]"));
    assert.deepEqual(
      server.seen.map(({ body }) => body),
      [{ a: 1 }, [2]],
    );
  });

  it("gives an answer that is an error, with the model's own status", async () => {
    const headers = { "ms-azureml-model-error-statuscode": "500", "ms-azureml-model-error-reason": "model_error" };
    answer = () => ({ status: 424, body: "boom", headers: { ...headers, "content-type": "text/plain" } });
    const { status, body, modelStatus } = await client.score({});
    assert.deepEqual([status, body, modelStatus], [424, "boom", 500]);
  });

  it("asks for a token before each request", async () => {
    await client.close();
    let count = 0;
    await open({ token: async () => `token-${++count}` });
    await client.score({});
    await client.score({});
    assert.deepEqual(
      server.seen.map(({ headers }) => headers.authorization),
      ["Bearer token-1", "Bearer token-2"],
    );
  });

  it("says that there is no token", async () => {
    await client.close();
    await open({ token: () => Promise.reject(new Error("az login first")) });
    const { message } = await failure(client.score({}), "credential");
    assert.match(message, /^no token for 127\.0\.0\.1:\d+: az login first$/);
  });

  it("gives up after its timeout", async () => {
    answer = () => new Promise<Answer>(() => undefined);
    const { message } = await failure(client.score({}, { timeoutMs: 30 }), "timeout");
    assert.match(message, /^127\.0\.0\.1:\d+ did not answer in 30 ms$/);
  });

  it("gives up when its caller does", async () => {
    answer = () => new Promise<Answer>(() => undefined);
    const given = new AbortController();
    const asked = client.score({}, { signal: given.signal });
    given.abort();
    await failure(asked, "aborted");
  });

  it("says that the endpoint can't be reached", async () => {
    await server.stop();
    const { message } = await failure(client.score({}), "unreachable");
    assert.match(message, /^127\.0\.0\.1:\d+ can't be reached: connect ECONNREFUSED/);
  });

  it("keeps its connections from one request to the next", async () => {
    let connections = 0;
    const counting: Server = createServer((request, response) => {
      request.resume().on("end", () => response.end("{}"));
    }).on("connection", () => (connections += 1));
    await new Promise<void>((ready) => counting.listen(0, "127.0.0.1", ready));
    const kept = new ScoringClient(`http://127.0.0.1:${(counting.address() as AddressInfo).port}/score`, { key: KEY });
    for (let request = 0; request < 20; request += 1) await kept.score({});
    await kept.close();
    counting.close();
    // The pool may open a second one before it sees that the first is free again.
    assert.ok(connections <= 2, `${connections} connections`);
  });
});
