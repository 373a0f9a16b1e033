import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BlobStore, type Content } from "../../../azure/blob-store";
import { WORKSPACE } from "./fake-arm";
import { FakeBlobs } from "./fake-blobs";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const code = { "score.py": "def run(): ...", "sub dir/data.json": "{}", "sub dir/empty.txt": "" };

function contentOf(files: Record<string, string>): Content {
  const hashes = Object.fromEntries(Object.entries(files).map(([file, text]) => [file, sha256(text)]));
  return { name: "src", kind: "folder", digest: "d1", files: hashes };
}

describe("BlobStore", () => {
  let folder: string;
  let blobs: FakeBlobs;
  let store: BlobStore;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "blobs-"));
    mkdirSync(join(folder, "sub dir"));
    for (const [file, text] of Object.entries(code)) writeFileSync(join(folder, file), text);
    blobs = await FakeBlobs.start();
    const opened = await BlobStore.open(blobs.server.arm(), WORKSPACE);
    assert.ok(opened);
    store = opened;
  });
  afterEach(async () => {
    await blobs.server.stop();
    rmSync(folder, { recursive: true });
  });

  it("names the place by content, as URL without a signature and as datastore path", () => {
    const content = contentOf(code);
    assert.equal(store.url(content), `${blobs.server.url}/account/container/LocalUpload/d1/src`);
    assert.equal(
      store.datastoreUri(content),
      "azureml://subscriptions/0000/resourcegroups/rg/workspaces/ws/datastores/workspaceblobstore/paths/LocalUpload/d1/src",
    );
  });

  it("uploads every file with its type, and marks the first one when all are there", async () => {
    await store.upload(contentOf(code), folder);
    const at = (file: string) => blobs.blobs.get(`LocalUpload/d1/src/${file}`);
    assert.deepEqual(at("score.py"), {
      content: code["score.py"],
      type: "text/x-python",
      metadata: { upload_status: "completed" },
    });
    assert.deepEqual(at("sub dir/data.json"), { content: "{}", type: "application/json", metadata: {} });
    assert.deepEqual(at("sub dir/empty.txt"), { content: "", type: "text/plain", metadata: {} });
    assert.equal(blobs.blobs.size, 3);
  });

  it("uploads a single file to the place itself", async () => {
    const content: Content = { ...contentOf({ "score.py": code["score.py"] }), name: "score.py", kind: "file" };
    await store.upload(content, join(folder, "score.py"));
    assert.deepEqual(blobs.paths, ["LocalUpload/d1/score.py"]);
    assert.equal(await store.has(content), true);
  });

  it("uploads nothing that is there already", async () => {
    await store.upload(contentOf(code), folder);
    const before = blobs.server.seen.length;
    await store.upload(contentOf(code), "a path that does not exist");
    assert.deepEqual(blobs.server.lines.slice(before), ["HEAD /account/container/LocalUpload/d1/src/score.py"]);
  });

  it("uploads again what an interrupted upload left unmarked", async () => {
    const content = contentOf(code);
    await store.upload(content, folder);
    blobs.blobs.get("LocalUpload/d1/src/score.py")!.metadata = {};
    assert.equal(await store.has(content), false);
    await store.upload(content, folder);
    assert.equal(await store.has(content), true);
  });

  it("refuses a file that changed since the preview, which never becomes a blob", async () => {
    const content = contentOf({ "score.py": "as it was", "sub dir/data.json": "{}" });
    await assert.rejects(
      store.upload(content, folder),
      /^ChangedFile: score\.py: its content changed since the preview \(SHA-256 .* then, .* now\); run the update again$/,
    );
    assert.ok(!blobs.paths.includes("LocalUpload/d1/src/score.py"));
    assert.equal(await store.has(content), false);
  });

  it("says which file is gone", async () => {
    const content = contentOf({ ...code, "gone.py": "" });
    await assert.rejects(store.upload(content, folder), /^Error: uploading gone\.py: no answer ENOENT: .*gone\.py'$/);
  });

  it("says what the store refused, without the signature", async () => {
    blobs.signatures += 1;
    await assert.rejects(store.has(contentOf(code)), (error: Error) => {
      assert.match(error.message, /^looking for src: 403 /);
      assert.doesNotMatch(error.message, /signature-|sig=s/);
      return true;
    });
  });

  it("is not there where the workspace has no default blob datastore", async () => {
    await blobs.server.stop();
    blobs = await FakeBlobs.start();
    assert.equal(await BlobStore.open(blobs.server.arm(), "/nothing"), undefined);
  });
});
