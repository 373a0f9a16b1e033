import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { maskBody, maskQuery } from "../../../emulator/arm/http/masking";
import { Query } from "../../../emulator/arm/http/request";
import { endpoint } from "./bodies";
import { LocalAzureMl } from "./local-azure-ml";

const secret = "S3cr3t-value";

describe("the request log", () => {
  const bodies: [name: string, body: unknown][] = [
    ["keys of an endpoint", { properties: { keys: { primaryKey: secret, secondaryKey: secret } } }],
    ["a key value to set", { keyType: "Primary", keyValue: secret }],
    [
      "credentials of a datastore",
      { properties: { credentials: { secrets: { secretsType: "AccountKey", key: secret } } } },
    ],
    ["a personal access token of a connection", { properties: { credentials: { pat: secret } } }],
    ["keys that a connection names itself", { properties: { credentials: { keys: { speech: secret } } } }],
    ["a password in a list", { items: [{ Password: secret }] }],
    ["an environment variable that is named like one", { environmentVariables: { STORAGE_ACCOUNT_KEY: secret } }],
    ["an environment variable of any name", { properties: { environmentVariables: { DB_PASS: secret } } }],
    ["a password in a URL", { properties: { target: `postgres://user:${secret}@host/db` } }],
    ["a signed URL", { codeUri: `http://127.0.0.1:1/a/c?sv=2020&sig=${secret}&se=2030` }],
    ["a connection string", { value: `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${secret};` }],
    ["a bearer token", { header: `Bearer ${secret}` }],
    ["a body that is a text", `https://x/?sig=${secret}`],
  ];
  for (const [name, body] of bodies) {
    it(`masks ${name}`, () => {
      const masked = JSON.stringify(maskBody(body));
      assert.ok(!masked.includes(secret), masked);
      assert.ok(masked.includes("***"));
    });
  }

  it("leaves all else as it is", () => {
    const body = {
      location: "westeurope",
      properties: { traffic: { blue: 100 }, tags: null, keys: [1, true], key1x: "a" },
    };
    assert.deepEqual(maskBody(body), body);
  });

  it("masks signatures in the query", () => {
    assert.deepEqual(maskQuery(Query.parse(`api-version=1&SIG=${secret}`)), { "api-version": "1", "SIG": "***" });
  });

  it("has a line for each request, refused ones too, and no secret", async () => {
    const local = await LocalAzureMl.start();
    await local.stop();
    const file = join(local.folder, "logs", "arm.jsonl");
    const logged = await LocalAzureMl.start({ requestLog: file });
    try {
      const path = `${logged.workspace}/onlineEndpoints/logged`;
      await logged.put(path, endpoint({ keys: { primaryKey: secret } }));
      await logged.send("PUT", path, `{"properties":{"keys":{"primaryKey":"${secret}"`);
      await logged.send("GET", `${path}?sig=${secret}`, undefined, { authorization: "" });
      await logged.send("GET", `${path}/%ff`);
      const text = await readFile(file, "utf8");
      assert.ok(!text.includes(secret));
      const lines = text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
      assert.deepEqual(
        lines.map(({ method, status }) => [method, status]),
        [
          ["PUT", 201],
          ["PUT", 400],
          ["GET", 401],
          ["GET", 400],
        ],
      );
      assert.deepEqual(Object.keys(lines[0]), ["time", "method", "path", "query", "body", "status"]);
      assert.equal(lines[0].path, path);
      assert.equal(lines[0].body.properties.keys.primaryKey, "***");
      assert.deepEqual(lines[0].query, { "api-version": "2024-10-01" });
      assert.equal((await stat(file)).mode & 0o077, 0);
    } finally {
      await logged.stop();
    }
  });

  it("that can't be written keeps the emulator from starting", async () => {
    await assert.rejects(LocalAzureMl.start({ requestLog: join(__filename, "arm.jsonl") }), /ENOTDIR|EEXIST/);
  });
});
