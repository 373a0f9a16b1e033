import assert from "node:assert/strict";
import { LocalAzureMl } from "./local-azure-ml";

describe("assets", () => {
  let local: LocalAzureMl;
  before(async () => (local = await LocalAzureMl.start()));
  after(() => local.stop());
  const at = (path: string): string => `${local.workspace}/${path}`;
  const model = (modelUri = "azureml://datastores/d/paths/p", more: object = {}): object => ({
    properties: { modelUri, ...more },
  });

  it("are written at once: 201, then 200 for equal content, 409 for other", async () => {
    const first = await local.put(at("models/m1/versions/1"), model());
    assert.deepEqual([first.status, first.headers.get("azure-asyncoperation")], [201, null]);
    assert.deepEqual(first.body.properties.flavors, {});
    assert.deepEqual(first.body.properties.modelType, "custom_model");
    assert.equal(
      (await local.put(at("MODELS/M1/versions/1"), model(undefined, { modelType: "Custom_Model" }))).status,
      200,
    );
    const other = await local.put(at("models/m1/versions/1"), model("azureml://datastores/d/paths/q"));
    assert.deepEqual([other.status, other.body.error.code], [409, "Conflict"]);
    assert.match(other.body.error.message, /already exists with another modelUri/);
    assert.equal(
      (await local.get(at("models/m1/versions/1"))).body.properties.modelUri,
      "azureml://datastores/d/paths/p",
    );
  });

  it("may change description, tags and archiving", async () => {
    await local.put(at("models/m2/versions/1"), model());
    const changed = await local.put(
      at("models/m2/versions/1"),
      model(undefined, { description: "d", tags: { a: "1" }, isArchived: true }),
    );
    assert.deepEqual([changed.status, changed.body.properties.isArchived], [200, true]);
    assert.equal((await local.get(at("models/m2/versions?listViewType=ActiveOnly"))).body.value.length, 0);
    assert.equal((await local.get(at("models/m2/versions?listViewType=All"))).body.value.length, 1);
  });

  it("count their versions as texts and list the newest first", async () => {
    for (const version of ["9", "10", "2"])
      await local.put(at(`models/m3/versions/${version}`), model(`azureml://datastores/d/paths/${version}`));
    const container = await local.get(at("models/m3"));
    assert.deepEqual([container.body.properties.latestVersion, container.body.properties.nextVersion], ["2", "11"]);
    const names = async (query: string): Promise<string[]> =>
      (await local.get(at(`models/m3/versions?${query}`))).body.value.map(({ name }: { name: string }) => name);
    assert.deepEqual(await names(""), ["2", "10", "9"]);
    assert.deepEqual(await names("$orderBy=createdtime%20desc&$top=1"), ["2"]);
    assert.deepEqual(await names("$orderBy=createdtime%20asc"), ["9", "10", "2"]);
  });

  it("answer an empty list for code that is not there, and find code by its hash under any name", async () => {
    const properties = { hash_sha256: "abc", hash_version: "202208" };
    const empty = await local.get(at("codes/made-up/versions?hash=abc&hashVersion=202208"));
    assert.deepEqual([empty.status, empty.body], [200, { value: [] }]);
    await local.put(at("codes/real/versions/1"), {
      properties: { codeUri: "http://x/a/c/src", isAnonymous: true, properties },
    });
    const found = await local.get(at("codes/another-name/versions?hash=abc&hashVersion=202208"));
    assert.equal(found.body.value[0].id, at("codes/real/versions/1"));
    assert.equal((await local.get(at("codes"))).body.value.length, 0, "anonymous assets are not listed");
  });

  it("keep numbers among their properties as texts: Python's SDK sends such a hash_version", async () => {
    const properties = { hash_sha256: "def", hash_version: 202208, checked: true };
    const made = await local.put(at("codes/numbered/versions/1"), {
      properties: { codeUri: "http://x/a/c/src", properties },
    });
    const expected = { hash_sha256: "def", hash_version: "202208", checked: "true" };
    assert.deepEqual([made.status, made.body.properties.properties], [201, expected]);
  });

  it("keep environments apart by what they are built from", async () => {
    const path = at("environments/e1/versions/1");
    const made = await local.put(path, { properties: { image: "img", condaFile: "a: 1", osType: "linux" } });
    assert.deepEqual(
      [made.status, made.body.properties.osType, made.body.properties.environmentType],
      [201, "Linux", "UserCreated"],
    );
    assert.equal((await local.put(path, { ...made.body })).status, 200, "what was read can be written");
    assert.equal((await local.put(path, { properties: { image: "img", condaFile: "a: 2" } })).status, 409);
  });

  const refusals: [name: string, path: string, properties: object][] = [
    ["a model without URI", "models/m/versions/1", {}],
    ["a model of another type", "models/m/versions/1", { modelUri: "x", modelType: "onnx" }],
    ["an unknown member", "models/m/versions/1", { modelUri: "x", colour: "red" }],
    ["an environment of nothing", "environments/e/versions/1", {}],
    ["an environment of image and build", "environments/e/versions/1", { image: "i", build: { contextUri: "x" } }],
    ["code without URI", "codes/c/versions/1", { codeUri: null }],
    ["data of another type", "data/d/versions/1", { dataType: "csv", dataUri: "x" }],
    ["a bad name", "models/-m/versions/1", { modelUri: "x" }],
  ];
  for (const [name, path, properties] of refusals) {
    it(`are refused: ${name}`, async () => {
      const answer = await local.put(at(path), { properties });
      assert.equal(answer.status, 400);
      assert.equal((await local.get(at(path))).status, 404);
    });
  }

  it("get a container of their own to upload to", async () => {
    const start = (): ReturnType<LocalAzureMl["send"]> =>
      local.send("POST", at("codes/new/versions/1/startPendingUpload"), {
        pendingUploadType: "TemporaryBlobReference",
      });
    const [one, other] = [
      (await start()).body.blobReferenceForConsumption,
      (await start()).body.blobReferenceForConsumption,
    ];
    assert.equal(one.credential.credentialType, "SAS");
    assert.ok(one.credential.sasUri.startsWith(`${one.blobUri}?`));
    assert.notEqual(one.blobUri, other.blobUri);
    const [account = "", container = ""] = new URL(one.blobUri).pathname.slice(1).split("/");
    assert.ok(local.blobs.accounts.get(account)?.has(container));
  });

  it("go with their container", async () => {
    await local.put(at("data/d9/versions/1"), { properties: { dataType: "uri_folder", dataUri: "x" } });
    assert.equal((await local.send("DELETE", at("data/d9"))).status, 200);
    assert.equal((await local.get(at("data/d9/versions/1"))).status, 404);
    assert.equal((await local.send("DELETE", at("data/d9/versions/1"))).status, 204);
  });
});
