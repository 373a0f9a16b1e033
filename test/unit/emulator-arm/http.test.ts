import assert from "node:assert/strict";
import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { LocalAzureMl } from "./local-azure-ml";

describe("the local ARM over HTTP", () => {
  let local: LocalAzureMl;
  before(async () => (local = await LocalAzureMl.start()));
  after(() => local.stop());

  it("answers 401 with a challenge where no bearer token is sent", async () => {
    for (const authorization of ["", "Basic abc", "Bearer "]) {
      const answer = await local.send("GET", local.group, undefined, { authorization });
      assert.equal(answer.status, 401);
      assert.equal(answer.body.error.code, "AuthenticationFailed");
      assert.match(answer.headers.get("www-authenticate") ?? "", /^Bearer /);
    }
  });

  it("refuses a request without api-version, and takes any", async () => {
    const none = await local.get(`${local.group}?api-version=`);
    assert.deepEqual([none.status, none.body.error.code], [400, "MissingApiVersionParameter"]);
    for (const version of ["2021-03-01-preview", "whatever"]) {
      assert.equal((await local.get(`${local.group}?API-Version=${version}&api-version=${version}`)).status, 200);
    }
  });

  it("refuses who asks by a name that is not this machine's, and pages of other origins", async () => {
    const ask = async (headers: Record<string, string>): Promise<[number | undefined, string]> => {
      const url = `${local.url}${local.group}?api-version=1`;
      const asked = request(url, { headers: { authorization: "Bearer local", ...headers }, agent: false }).end();
      const [answer] = (await once(asked, "response")) as [IncomingMessage];
      return [answer.statusCode, JSON.parse(await text(answer)).error?.code];
    };
    assert.deepEqual(await ask({ host: "rebound.example" }), [403, "Forbidden"]);
    assert.deepEqual(await ask({ origin: "http://page.example" }), [403, "Forbidden"]);
    assert.deepEqual(await ask({ host: "LocalHost:1" }), [200, undefined]);
  });

  const refusals: [
    name: string,
    method: string,
    path: (local: LocalAzureMl) => string,
    body: unknown,
    status: number,
    code: string,
  ][] = [
    ["a path that is none of ARM's", "GET", () => "/favicon.ico", undefined, 404, "NotFound"],
    [
      "a resource type that it does not know",
      "GET",
      ({ group }) => `${group}/providers/Microsoft.Compute/virtualMachines/x`,
      undefined,
      404,
      "InvalidResourceType",
    ],
    ["a verb that a type does not have", "POST", ({ workspace }) => workspace, {}, 405, "MethodNotAllowed"],
    ["a body that is no JSON", "PUT", ({ workspace }) => workspace, "{", 400, "InvalidRequestContent"],
    ["a body that is missing", "PUT", ({ workspace }) => workspace, undefined, 400, "InvalidRequestContent"],
    ["a body that is a list", "PUT", ({ workspace }) => workspace, [], 400, "UserError"],
    [
      "a body of more than 4 MiB",
      "PUT",
      ({ workspace }) => workspace,
      { tags: { a: "x".repeat(5 << 20) } },
      413,
      "RequestContentTooLarge",
    ],
    ["a path that is no UTF-8", "GET", ({ group }) => `${group}/%ff`, undefined, 400, "InvalidRequestUri"],
    [
      "a name with a slash in disguise",
      "GET",
      ({ group }) => `${group}%2fproviders`,
      undefined,
      400,
      "InvalidRequestUri",
    ],
    [
      "another subscription",
      "GET",
      () => "/subscriptions/11111111-1111-1111-1111-111111111111",
      undefined,
      404,
      "SubscriptionNotFound",
    ],
    [
      "an unknown resource group",
      "GET",
      ({ subscription }) => `${subscription}/resourceGroups/nope`,
      undefined,
      404,
      "ResourceGroupNotFound",
    ],
    ["an unknown workspace", "GET", ({ workspace }) => `${workspace}x`, undefined, 404, "ResourceNotFound"],
    [
      "a child of an unknown workspace",
      "GET",
      ({ workspace }) => `${workspace}x/onlineEndpoints/e`,
      undefined,
      404,
      "ParentResourceNotFound",
    ],
    [
      "an unknown endpoint",
      "GET",
      ({ workspace }) => `${workspace}/onlineEndpoints/nope`,
      undefined,
      404,
      "ResourceNotFound",
    ],
    [
      "an unknown operation",
      "GET",
      ({ subscription }) =>
        `${subscription}/providers/Microsoft.MachineLearningServices/locations/x/mfeOperationsStatus/y`,
      undefined,
      404,
      "NotFound",
    ],
  ];
  for (const [name, method, path, body, status, code] of refusals) {
    it(`refuses ${name} with ARM's envelope`, async () => {
      const answer = await local.send(method, path(local), body);
      assert.deepEqual([answer.status, answer.body.error.code], [status, code]);
      assert.equal(typeof answer.body.error.message, "string");
      assert.match(answer.headers.get("content-type") ?? "", /^application\/json/);
    });
  }

  it("refuses a body in another format than JSON", async () => {
    const answer = await local.send("PUT", local.workspace, "a=b", {
      "content-type": "application/x-www-form-urlencoded",
    });
    assert.deepEqual([answer.status, answer.body.error.code], [415, "UnsupportedMediaType"]);
  });

  it("answers what is no HTTP with the envelope, too", async () => {
    const { port } = new URL(local.url);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write("NONSENSE\r\n\r\n");
    let text = "";
    for await (const chunk of socket) text += String(chunk);
    assert.match(text, /^HTTP\/1.1 400 /);
    assert.equal(JSON.parse(text.slice(text.indexOf("\r\n\r\n"))).error.code, "BadRequest");
  });

  it("gives each answer a request id and keeps the client's correlation id", async () => {
    const [one, other] = [
      await local.get(local.group),
      await local.send("GET", "/x", undefined, { "x-ms-correlation-request-id": "abc-1" }),
    ];
    assert.match(one.headers.get("x-ms-request-id") ?? "", /^[0-9a-f-]{36}$/);
    assert.match(one.headers.get("x-ms-correlation-request-id") ?? "", /^[0-9a-f-]{36}$/);
    assert.notEqual(one.headers.get("x-ms-request-id"), other.headers.get("x-ms-request-id"));
    assert.equal(other.headers.get("x-ms-correlation-request-id"), "abc-1");
  });

  it("compares paths without regard to case and answers in the stored casing", async () => {
    const answer = await local.get(local.workspace.toUpperCase());
    assert.deepEqual([answer.status, answer.body.id, answer.body.name], [200, local.workspace, "local"]);
    assert.equal(
      (await local.get(local.workspace.toLowerCase().replace("/providers", "//providers"))).body.id,
      local.workspace,
    );
  });

  it("tells its status and the discovery document without a token", async () => {
    const status = await fetch(`${local.url}/_local/status`);
    const told: { pid?: number } = JSON.parse(await status.text());
    assert.equal(told.pid, process.pid);
    const discovery = await fetch(`${local.url}/discovery`);
    assert.deepEqual(await discovery.json(), { api: local.url });
  });

  it("pages lists by count and $skip, with links of the request's own host", async () => {
    const { body } = await local.get(`${local.workspace}/datastores?count=1`);
    assert.equal(body.value.length, 1);
    assert.ok(body.nextLink.startsWith(`${local.url}${local.workspace}/datastores?`));
    const next = await local.get(body.nextLink);
    assert.equal(next.body.value.length, 1);
    assert.equal(next.body.nextLink, undefined);
    assert.notEqual(next.body.value[0].name, body.value[0].name);
  });
});
