import assert from "node:assert/strict";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { FaultClient } from "../../../emulator/faults/fault-client";
import { endpointWith, register } from "../emulator-arm/bodies";
import { LocalAzureMl } from "../emulator-arm/local-azure-ml";

interface Told {
  status: number;
  // The tests look into answers of several shapes; a wrong one shows as a failed comparison.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

describe("the switch of faults over HTTP", () => {
  let local: LocalAzureMl;
  before(async () => {
    local = await LocalAzureMl.start();
  });
  afterEach(() => local.faults.clear());
  after(() => local.stop());

  /** Without fetch, which does not let a caller say Host and Origin. */
  const send = (method: string, path = "", body?: unknown, headers: Record<string, string> = {}): Promise<Told> =>
    new Promise((settle, fail) => {
      const json = body === undefined ? {} : { "content-type": "application/json" };
      const sent = request(`${local.url}/_local/faults${path}`, { method, headers: { ...json, ...headers } });
      sent.once("error", fail).once("response", (response) => {
        text(response).then((answer) => {
          settle({ status: response.statusCode ?? 0, body: answer === "" ? undefined : JSON.parse(answer) });
        }, fail);
      });
      sent.end(typeof body === "string" ? body : JSON.stringify(body));
    });

  it("adds, lists and removes, without a token", async () => {
    const added = await send("POST", "", { kind: "answer", status: 503, times: 2 });
    assert.equal(added.status, 201);
    const { id } = added.body;
    const listed = { value: [{ id, kind: "answer", status: 503, times: 2, strikes: 0, left: 2 }] };
    assert.deepEqual(await send("GET"), { status: 200, body: listed });
    assert.equal((await send("DELETE", `/${id}`)).status, 204);
    assert.equal((await send("DELETE", `/${id}`)).status, 404);
    await send("POST", "", { kind: "lost-answer" });
    assert.deepEqual(await send("DELETE"), { status: 204, body: undefined });
    assert.deepEqual((await send("GET")).body, { value: [] });
  });

  it("goes on working while every request to the control plane is struck", async () => {
    await send("POST", "", { kind: "lost-answer" });
    await assert.rejects(local.get(local.workspace));
    assert.equal((await send("DELETE")).status, 204);
    assert.equal((await local.get(local.workspace)).status, 200);
  });

  it("tells everything that is wrong at once: option, value and rule", async () => {
    const wrong = { kind: "answer", status: 418, endpoint: "a/b", method: "BREW", bogus: 1, share: 2 };
    const { status, body } = await send("POST", "", wrong);
    assert.equal(status, 400);
    assert.equal(body.error.code, "InvalidFault");
    assert.deepEqual(body.error.details.map(({ target }: { target: string }) => target).sort(), [
      "bogus",
      "endpoint",
      "method",
      "share",
      "status",
    ]);
    assert.match(body.error.message, /^status: 418 given, one of 401, 403, 409, 429, 500, 502, 503, 504 is expected$/m);
    assert.match(body.error.message, /^bogus: there is no such option here; there are endpoint, /m);
  });

  const wrongs: [what: string, body: unknown, says: RegExp][] = [
    ["no body", undefined, /kind: one of answer, /],
    ["an unknown kind", { kind: "meteor" }, /kind: "meteor" given, one of answer, /],
    ["a kind from the prototype", { kind: "constructor" }, /kind: "constructor" given/],
    ["a list", [{ kind: "answer" }], /kind: one of answer, /],
    ["a missing option", { kind: "answer" }, /status: one of 401, 403, 409, /],
    ["neither reads nor milliseconds", { kind: "stale-read" }, /reads: either reads or milliseconds/],
    ["nothing to go wrong", { kind: "scoring", endpoint: "e" }, /status: either status, or modelStatus or millis/],
    ["several crashes without time between", crash({ times: 2 }), /every: more than one time needs the seconds/],
    ["an instance that is not there", crash({}), /deployment: "blue" given, no instance of it runs on endpoint fraud/],
    ["no JSON", "{", /JSON/],
  ];
  for (const [what, body, says] of wrongs) {
    it(`refuses ${what}`, async () => {
      const refused = await send("POST", "", body);
      assert.equal(refused.status, 400);
      assert.match(refused.body.error.message, says);
      assert.deepEqual(local.faults.list(), []);
    });
  }

  it("takes JSON only, so that no form on a page can send to it", async () => {
    const { status } = await send("POST", "", '{"kind":"lost-answer"}', { "content-type": "text/plain" });
    assert.equal(status, 415);
  });

  const strangers: [string, Record<string, string>][] = [
    ["another name that leads here", { host: "evil.example:80" }],
    ["a page of another origin", { origin: "http://evil.example" }],
  ];
  for (const [who, headers] of strangers) {
    it(`refuses ${who}`, async () => {
      assert.equal((await send("POST", "", { kind: "lost-answer" }, headers)).status, 403);
      assert.equal((await send("DELETE", "", undefined, headers)).status, 403);
      assert.deepEqual(local.faults.list(), []);
    });
  }

  it("holds a bounded number of faults", () => {
    for (let i = 0; i < 1000; i++) local.faults.add({ kind: "lost-answer", endpoint: "nobody" });
    assert.throws(() => local.faults.add({ kind: "lost-answer" }), /1000 faults are on, which is the most; clear some/);
  });

  it("ends data collection sidecars, which instances outlive", async () => {
    await register(local);
    await endpointWith(local, "collecting", "blue");
    local.faults.add({ kind: "crash-collector", endpoint: "collecting", deployment: "blue", instance: "blue-0" });

    assert.equal(local.serving.events.at(-1), "restart collector of collecting/blue/blue-0");
    const nobody = { kind: "crash-collector", endpoint: "collecting", deployment: "red" } as const;
    assert.throws(() => local.faults.add(nobody), /no instance of it runs on endpoint collecting/);
  });

  it("has a client that says what was refused", async () => {
    const client = new FaultClient(local.url);
    const { id } = await client.add({ kind: "scoring", modelStatus: 500, share: 0.5 });
    const [listed] = await client.list();
    assert.deepEqual([listed?.id, typeof listed?.["seed"], listed?.["modelStatus"]], [id, "number", 500]);
    await client.remove(id);
    await assert.rejects(client.remove(id), new Error(`There is no fault '${id}'.`));
    await assert.rejects(client.add({ kind: "hang-instance", endpoint: "e", deployment: "d" }), /no instance of it/);
    await client.clear();
  });
});

function crash(more: object): object {
  return { kind: "crash-instance", endpoint: "fraud", deployment: "blue", ...more };
}
