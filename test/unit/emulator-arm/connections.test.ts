import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { targets } from "./bodies";
import { LocalAzureMl } from "./local-azure-ml";

const secret = "S3cr3t-value";

/** What each way of signing in carries, and how it is sent. */
const credentials: readonly [authType: string, credentials: object][] = [
  ["PAT", { pat: secret }],
  ["SAS", { sas: secret }],
  ["ApiKey", { key: secret }],
  ["AccountKey", { key: secret }],
  ["AccessKey", { accessKeyId: "id", secretAccessKey: secret }],
  ["UsernamePassword", { username: "reader", password: secret }],
  ["ServicePrincipal", { clientId: "c", clientSecret: secret, tenantId: "t" }],
  ["ManagedIdentity", { clientId: "c", resourceId: "/r" }],
  ["CustomKeys", { keys: { speech: secret, vision: secret } }],
  ["OAuth2", { clientId: "c", refreshToken: secret }],
];

describe("connections", () => {
  let local: LocalAzureMl;
  let requestLog: string;
  before(async () => {
    const other = await LocalAzureMl.start();
    await other.stop();
    requestLog = join(other.folder, "arm.jsonl");
    local = await LocalAzureMl.start({ requestLog });
  });
  after(() => local.stop());
  const path = (name: string): string => `${local.workspace}/connections/${name}`;
  const body = (properties: object = {}): object => ({
    properties: { authType: "PAT", category: "Git", target: "https://git.example.org", ...properties },
  });

  for (const [authType, carried] of credentials) {
    it(`with ${authType} show their credentials to listsecrets alone`, async () => {
      const name = `with-${authType}`;
      const made = await local.put(path(name), body({ authType, credentials: carried, metadata: { team: "a" } }));
      const answers = [made, await local.get(path(name)), await local.get(`${local.workspace}/connections`)];
      for (const answer of answers) {
        assert.equal(answer.status, 200);
        assert.ok(!JSON.stringify(answer.body).includes(secret));
      }
      assert.deepEqual(made.body.properties, {
        ...{ authType, category: "Git", target: "https://git.example.org", metadata: { team: "a" } },
        ...{ createdByWorkspaceArmId: local.workspace, credentials: null },
      });
      const shown = await local.send("POST", `${path(name)}/listsecrets`);
      assert.deepEqual([shown.status, shown.body.properties.credentials], [200, carried]);
    });
  }

  it("without credentials have none to show", async () => {
    const made = await local.put(path("open"), body({ authType: "none" }));
    assert.deepEqual([made.body.properties.authType, "credentials" in made.body.properties], ["None", false]);
  });

  it("keep no secret in the request log", async () => {
    const text = await readFile(requestLog, "utf8");
    assert.ok(text.includes("/connections/with-PAT"));
    assert.ok(!text.includes(secret));
  });

  const refusals: readonly [what: string, properties: object, target: string][] = [
    ["another way of signing in", { authType: "Magic" }, "properties.authType"],
    ["credentials of another kind", { credentials: { password: secret } }, "properties.credentials.password"],
    ["credentials where there are none", { authType: "AAD", credentials: { key: "k" } }, "properties.credentials.key"],
    ["no category", { category: null }, "properties.category"],
    ["an unknown member", { colour: "red" }, "properties.colour"],
  ];
  for (const [what, properties, target] of refusals) {
    it(`refuse ${what}`, async () => {
      const answer = await local.put(path("refused"), body(properties));
      assert.deepEqual([answer.status, targets(answer)], [400, [target]]);
      assert.equal((await local.get(path("refused"))).status, 404);
    });
  }

  it("refuse names that break the rules", async () => {
    assert.equal((await local.put(path("ab"), body())).body.error.code, "InvalidResourceName");
  });

  it("are replaced by PUT", async () => {
    await local.put(path("replaced"), body({ credentials: { pat: "one" }, metadata: { a: "1" } }));
    const { body: now } = await local.put(path("REPLACED"), body({ credentials: { pat: "two" } }));
    assert.deepEqual([now.name, now.properties.metadata], ["replaced", undefined]);
    const { body: shown } = await local.send("POST", `${path("replaced")}/listSecrets`);
    assert.deepEqual(shown.properties.credentials, { pat: "two" });
  });

  it("are changed by PATCH, which keeps the credentials that it does not name", async () => {
    await local.put(path("patched"), body({ credentials: { pat: "one" }, metadata: { a: "1" } }));
    const target = "https://git.example.org/other";
    const changed = await local.send("PATCH", path("patched"), { properties: { authType: "PAT", target } });
    assert.deepEqual([changed.body.properties.target, changed.body.properties.metadata], [target, { a: "1" }]);
    const kept = await local.send("POST", `${path("patched")}/listsecrets`);
    assert.deepEqual(kept.body.properties.credentials, { pat: "one" });
    await local.send("PATCH", path("patched"), { properties: { authType: "SAS", credentials: { sas: "two" } } });
    const other = await local.send("POST", `${path("patched")}/listsecrets`);
    assert.deepEqual([other.body.properties.authType, other.body.properties.credentials], ["SAS", { sas: "two" }]);
  });

  it("are listed by category and target, those of data on demand", async () => {
    await local.put(path("lake"), body({ authType: "AAD", category: "ADLSGen2", target: "https://lake.example.org" }));
    const names = async (query: string): Promise<string[]> =>
      (await local.get(`${local.workspace}/connections?${query}`)).body.value.map(({ name }: { name: string }) => name);
    assert.equal((await names("")).includes("lake"), false);
    assert.equal((await names("includeAll=true")).includes("lake"), true);
    assert.deepEqual(await names("category=adlsgen2"), ["lake"]);
    assert.deepEqual(await names("includeAll=true&target=https://lake.example.org"), ["lake"]);
  });

  it("are deleted, and then not there", async () => {
    await local.put(path("gone"), body());
    assert.equal((await local.send("DELETE", path("gone"))).status, 200);
    assert.equal((await local.send("DELETE", path("gone"))).status, 204);
    assert.equal((await local.get(path("gone"))).body.error.code, "ResourceNotFound");
    assert.equal((await local.send("POST", `${path("gone")}/listsecrets`)).status, 404);
  });
});
