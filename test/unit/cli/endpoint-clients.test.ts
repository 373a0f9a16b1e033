import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { armDouble, type Answer, type ArmDouble } from "./arm-double";
import { command, MAIN } from "./command";

const KEY = "key-that-must-not-show";

describe("the endpoint verbs for clients", () => {
  let azure: ArmDouble;
  let folder: string;
  let scored: Answer = {};
  let log = "";
  const endpoint = (url: string, authMode: string) => ({
    id: "/subscriptions/s1/…/onlineEndpoints/cancer",
    name: "cancer",
    location: "westeurope",
    properties: { authMode, scoringUri: `${url}/score`, swaggerUri: `${url}/swagger.json` },
  });
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "endpoint-clients-"));
    azure = await armDouble((url) => ({
      "GET /onlineEndpoints/cancer": { body: endpoint(url, "Key") },
      "GET /onlineEndpoints/aml": { body: endpoint(url, "AMLToken") },
      "POST /onlineEndpoints/cancer/listKeys": { body: { primaryKey: KEY, secondaryKey: `${KEY}-2` } },
      "POST /onlineEndpoints/cancer/regenerateKeys": { status: 200, body: {} },
      "POST /onlineEndpoints/aml/token": {
        body: { accessToken: "aml-token", expiryTimeUtc: 1_900_000_000, refreshAfterTimeUtc: 1_899_999_000 },
      },
      "POST /onlineEndpoints/cancer/deployments/blue/getLogs": { body: { content: log } },
      "POST /score": scored,
      "GET /swagger.json": { body: { swagger: "2.0" } },
    }));
  });
  after(async () => {
    azure.close();
    await rm(folder, { recursive: true, force: true });
  });
  const run = (args: string[], input?: string) => command(["endpoint", ...args], azure.env, input);
  const sent = (line: string) => azure.seen.filter((seen) => seen.line === line);

  it("invoke sends many, each once, sums up, and writes the answers in the order of the requests", async () => {
    scored = { body: ["benign"], headers: { "azureml-model-deployment": "blue" } };
    const before = sent("POST /score").length;
    const output = join(folder, "answers.jsonl");
    const many = ["--lines", "--repeat", "2", "--concurrency", "3", "-o", output, "--json"];
    const { code, stdout } = await run(["invoke", "cancer", ...many], '{"a":1}\n\n{"a":2}\n{"a":3}');
    assert.equal(code, 0);
    const { seconds, milliseconds, requestsPerSecond, ...counts } = JSON.parse(stdout);
    assert.deepEqual(counts, { count: 6, failed: 0, byStatus: { "200": 6 } });
    assert.ok(seconds > 0 && requestsPerSecond > 0 && milliseconds.p50 > 0 && milliseconds.p99 <= milliseconds.most);
    const bodies = sent("POST /score").slice(before);
    assert.deepEqual(
      bodies.map(({ body }) => body).sort(),
      ["1", "1", "2", "2", "3", "3"].map((a) => `{"a":${a}}`),
    );
    const answers = (await readFile(output, "utf8")).trimEnd().split("\n");
    assert.equal(answers.length, 6);
    assert.deepEqual(JSON.parse(answers[0]!).body, ["benign"]);
  });

  it("invoke of many ends with 1 where some fail, and tells how many by status, without a key", async () => {
    scored = { status: 429, body: "", headers: { "retry-after": "9" } };
    const one = join(folder, "one.json");
    await writeFile(one, "{}");
    const { code, stdout, stderr } = await run(["invoke", "cancer", "-f", one, "-f", one]);
    assert.equal(code, 1);
    assert.match(stdout, /^requests +2, 2 failed\nby status +429 2\nrate +[\d.]+ requests\/s over [\d.]+ s\n$/);
    assert.equal(stderr, "error: 2 of 2 requests to cancer failed\n");
  });

  it("invoke refuses an input without requests, and an output that can't be written", async () => {
    const none = await run(["invoke", "cancer", "--lines"], "\n\n");
    assert.deepEqual([none.code, none.stdout], [2, ""]);
    assert.match(none.stderr, /--file: "-" given, no line of it is a request/);
    const nowhere = await run(["invoke", "cancer", "-o", "/nowhere/answers.jsonl"], "{}");
    assert.equal(nowhere.code, 1);
    assert.match(nowhere.stderr, /--output: "\/nowhere\/answers.jsonl" given, it can't be written \(ENOENT\)/);
  });

  it("keys rotate makes the secondary key new and then the primary one, and prints none", async () => {
    const before = sent("POST /onlineEndpoints/cancer/regenerateKeys").length;
    const { code, stdout, stderr } = await run(["keys", "rotate", "cancer", "--pause", "1", "--json"]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), { endpoint: "cancer", regenerated: ["secondary", "primary"] });
    assert.ok(!`${stdout}${stderr}`.includes(KEY));
    assert.deepEqual(
      sent("POST /onlineEndpoints/cancer/regenerateKeys")
        .slice(before)
        .map(({ body }) => JSON.parse(body).keyType),
      ["Secondary", "Primary"],
    );
  });

  it("keys rotate does one step alone, or says what it would do", async () => {
    const before = sent("POST /onlineEndpoints/cancer/regenerateKeys").length;
    const dry = await run(["keys", "rotate", "cancer", "--dry-run"]);
    assert.equal(dry.code, 0);
    assert.match(
      dry.stderr,
      /would regenerate the secondary key of cancer\nwould regenerate the primary key of cancer\n$/,
    );
    assert.equal(sent("POST /onlineEndpoints/cancer/regenerateKeys").length, before);
    const one = await run(["keys", "rotate", "cancer", "--only", "primary", "--json"]);
    assert.deepEqual(JSON.parse(one.stdout).regenerated, ["primary"]);
  });

  it("keys rotate asks for the pause where nobody can be asked, before anything is done", async () => {
    const before = azure.seen.length;
    const { code, stderr } = await run(["keys", "rotate", "cancer"]);
    assert.equal(code, 2);
    assert.match(stderr, /--pause: nobody is here to say when callers have moved; give the seconds/);
    assert.equal(azure.seen.length, before);
  });

  it("keys and rotate of an endpoint with tokens point to the token", async () => {
    for (const args of [
      ["keys", "aml"],
      ["keys", "rotate", "aml", "--pause", "1"],
    ]) {
      const { code, stderr } = await run(args);
      assert.equal(code, 1);
      assert.match(stderr, /has no keys: its auth mode is AMLToken\n.*endpoint token/);
    }
  });

  it("token prints the token, and for programs when it ends", async () => {
    const { stdout, stderr } = await run(["token", "aml"]);
    assert.equal(stdout, "aml-token\n");
    assert.match(stderr, /secret until 2030-03-17T17:46:40.000Z/);
    assert.deepEqual(JSON.parse((await run(["token", "aml", "--json"])).stdout), {
      token: "aml-token",
      authMode: "AMLToken",
      expiresAt: "2030-03-17T17:46:40.000Z",
      renewAt: "2030-03-17T17:30:00.000Z",
    });
    const keyed = await run(["token", "cancer"]);
    assert.equal(keyed.code, 1);
    assert.match(keyed.stderr, /takes no tokens: its auth mode is Key\n.*endpoint keys cancer/);
  });

  it("swagger prints the document of the deployment that is asked for", async () => {
    const { code, stdout } = await run(["swagger", "cancer", "-d", "green", "--spec-version", "3"]);
    assert.deepEqual([code, JSON.parse(stdout)], [0, { swagger: "2.0" }]);
    const asked = sent("GET /swagger.json").at(-1);
    assert.deepEqual(
      [asked?.headers.authorization, asked?.headers["azureml-model-deployment"]],
      [`Bearer ${KEY}`, "green"],
    );
  });

  it("logs --follow prints what is new, and no line twice", async () => {
    const head = (state: string) => `Instance status:\n${state}\n\nContainer logs:\n`;
    log = `${head("Creating")}one\ntwo\nthree\n`;
    const args = [MAIN, "endpoint", "logs", "cancer", "-d", "blue", "--tail", "2", "--follow"];
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env["PATH"], HOME: folder, PULUMI_AZUREML_HOME: folder, ...azure.env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const gone = once(child, "exit");
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (line === "three") log = `${head("Running")}two\nthree\nfour\nfive\n`;
      if (line === "five") child.kill();
    }
    await gone;
    assert.deepEqual(lines, ["two", "three", "four", "five"]);
  });
});
