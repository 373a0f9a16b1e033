import assert from "node:assert/strict";
import { armDouble, type Answer, type ArmDouble } from "./arm-double";
import { command } from "./command";

const KEY = "key-that-must-not-show";

const endpoint = (url: string) => ({
  id: "/subscriptions/s1/…/onlineEndpoints/cancer",
  name: "cancer",
  location: "westeurope",
  tags: { team: "a" },
  properties: {
    authMode: "Key",
    provisioningState: "Succeeded",
    scoringUri: `${url}/score`,
    swaggerUri: `${url}/swagger.json`,
    publicNetworkAccess: "Enabled",
    traffic: { Blue: 90, green: 10 },
    mirrorTraffic: {},
  },
});

const deployment = {
  id: "/subscriptions/s1/…/deployments/blue",
  name: "blue",
  sku: { name: "Default", capacity: 2 },
  properties: {
    provisioningState: "Succeeded",
    instanceType: "Standard_DS3_v2",
    model: "/subscriptions/s1/…/models/cancer-v1/versions/7",
  },
};

describe("the endpoint verbs", () => {
  let azure: ArmDouble;
  let scored: Answer = { status: 200, body: { predictions: ["benign"] }, headers: {} };
  before(async () => {
    azure = await armDouble((url) => ({
      "GET /onlineEndpoints": { body: { value: [endpoint(url)] } },
      "GET /onlineEndpoints/cancer": { body: endpoint(url) },
      "GET /onlineEndpoints/cancer/deployments": { body: { value: [deployment] } },
      "POST /onlineEndpoints/cancer/listKeys": { body: { primaryKey: KEY, secondaryKey: `${KEY}-2` } },
      "POST /onlineEndpoints/cancer/deployments/blue/getLogs": { body: { content: "one\ntwo\n" } },
      "GET /onlineEndpoints/entra": {
        body: { ...endpoint(url), name: "entra", properties: { ...endpoint(url).properties, authMode: "AADToken" } },
      },
      "POST /score": scored,
    }));
  });
  after(() => azure.close());
  const run = (args: string[], input?: string) => command(["endpoint", ...args], azure.env, input);

  it("list --json prints names, state and weights, in a stable shape", async () => {
    const { code, stdout } = await run(["list", "--json"]);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), [
      {
        name: "cancer",
        authMode: "Key",
        provisioningState: "Succeeded",
        scoringUri: `${azure.url}/score`,
        publicNetworkAccess: "Enabled",
        traffic: { blue: 90, green: 10 },
        mirrorTraffic: {},
        tags: { team: "a" },
      },
    ]);
  });

  it("list prints a plain, aligned table", async () => {
    const { stdout } = await run(["list"]);
    assert.deepEqual(stdout.split("\n"), [
      "NAME    STATE      AUTH  TRAFFIC            SCORING URI",
      `cancer  Succeeded  Key   blue 90, green 10  ${azure.url}/score`,
      "",
    ]);
  });

  it("show --json adds the deployments with their share of the traffic", async () => {
    const { stdout } = await run(["show", "cancer", "--json"]);
    assert.deepEqual(JSON.parse(stdout).deployments, [
      {
        name: "blue",
        provisioningState: "Succeeded",
        traffic: 90,
        mirrorTraffic: 0,
        instanceType: "Standard_DS3_v2",
        instanceCount: 2,
        model: deployment.properties.model,
      },
    ]);
  });

  it("show names the model in short", async () => {
    const { stdout } = await run(["show", "cancer"]);
    assert.match(stdout, /^blue +Succeeded +90 +0 +2 +Standard_DS3_v2 +cancer-v1:7$/m);
  });

  it("an endpoint that is not there is an error that names those that are", async () => {
    for (const verb of ["show", "invoke", "keys"]) {
      const { code, stdout, stderr } = await run([verb, "nobody"]);
      assert.deepEqual([code, stdout], [1, ""], verb);
      assert.match(stderr, /^error: nobody: no endpoint of this name .*\nthere are cancer\n$/, verb);
    }
  });

  it("keys prints the keys, and the warning elsewhere", async () => {
    const { stdout, stderr } = await run(["keys", "cancer", "--json"]);
    assert.deepEqual(JSON.parse(stdout), { primaryKey: KEY, secondaryKey: `${KEY}-2` });
    assert.match(stderr, /secrets/);
  });

  it("keys of an endpoint without keys is an error that names its auth mode", async () => {
    const { code, stderr } = await run(["keys", "entra"]);
    assert.equal(code, 1);
    assert.match(stderr, /auth mode is AADToken/);
  });

  it("logs prints the lines, and asks for as many as were asked for", async () => {
    const { stdout } = await run(["logs", "cancer", "-d", "blue", "--tail", "2", "--container", "storage-initializer"]);
    assert.equal(stdout, "one\ntwo\n");
    const asked = azure.seen.findLast(({ line }) => line.endsWith("/getLogs"));
    assert.deepEqual(JSON.parse(asked?.body ?? ""), { containerType: "StorageInitializer", tail: 2 });
    const json = await run(["logs", "cancer", "-d", "blue", "--json"]);
    assert.deepEqual(JSON.parse(json.stdout), {
      endpoint: "cancer",
      deployment: "blue",
      container: "inference-server",
      lines: ["one", "two"],
    });
  });

  it("invoke sends standard input as it is, with the key and the deployment asked for, and prints the answer", async () => {
    scored = { status: 200, body: { predictions: ["benign"] }, headers: { "azureml-model-deployment": "green" } };
    const { code, stdout, stderr } = await run(["invoke", "cancer", "--deployment", "green"], '{"data": [[1]]}');
    assert.deepEqual([code, stdout], [0, '{"predictions":["benign"]}\n']);
    assert.match(stderr, /^200 from green in \d+ ms\n$/);
    const sent = azure.seen.at(-1);
    assert.equal(sent?.body, '{"data": [[1]]}');
    assert.equal(sent?.headers["authorization"], `Bearer ${KEY}`);
    assert.equal(sent?.headers["azureml-model-deployment"], "green");
  });

  it("invoke ends with 1 where the model fails: the body is printed, the log is pointed to, no key shows", async () => {
    scored = {
      status: 424,
      body: { message: "no" },
      headers: { "azureml-model-deployment": "blue", "ms-azureml-model-error-statuscode": "500" },
    };
    const { code, stdout, stderr } = await run(["invoke", "cancer", "--json"], "{}");
    assert.equal(code, 1);
    const { durationMs, ...answer } = JSON.parse(stdout);
    assert.ok(Number.isInteger(durationMs));
    assert.deepEqual(answer, {
      status: 424,
      deployment: "blue",
      requestId: null,
      modelStatus: 500,
      body: { message: "no" },
    });
    assert.match(stderr, /answered 424 from blue; the model itself answered 500\n.*logs cancer --deployment blue/);
    assert.ok(!stdout.includes(KEY) && !stderr.includes(KEY));
  });

  it("invoke of a file that is not there sends nothing", async () => {
    const before = azure.seen.length;
    const { code, stderr } = await run(["invoke", "cancer", "--file", "/nowhere.json"]);
    assert.equal(code, 1);
    assert.match(stderr, /--file: "\/nowhere.json" given, it can't be read \(ENOENT\)/);
    assert.equal(
      azure.seen.slice(before).some(({ line }) => line === "POST /score"),
      false,
    );
  });
});
