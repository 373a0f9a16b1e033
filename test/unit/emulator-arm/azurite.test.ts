import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ContainerClient } from "@azure/storage-blob";
import { AzuriteBlobStore } from "../../../emulator/blobs/azurite-blob-store";
import { installedAzurite } from "../../../emulator/blobs/azurite-install";
import { startAzurite } from "../../../emulator/blobs/azurite-process";
import { homeFolder } from "../../../emulator/home";

describe("the blob store", () => {
  let blobs: AzuriteBlobStore;
  let folder: string;
  before(async function () {
    this.timeout(180_000);
    folder = await mkdtemp(join(tmpdir(), "azureml-blobs-"));
    const installed = await installedAzurite(homeFolder(), () => undefined);
    blobs = new AzuriteBlobStore(await startAzurite(installed, (line) => assert.fail(line)));
  });
  after(async () => {
    await blobs.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const open = (
    account: string,
    container: string,
    permissions = "racwdl",
    expires = Date.now() + 3_600_000,
  ): ContainerClient => {
    const access = blobs.sharedAccess({ account, container, permissions, expires: new Date(expires) });
    return new ContainerClient(`http://${blobs.endpoint}/${account}/${container}?${access}`, undefined, {
      retryOptions: { maxTries: 1 },
    });
  };

  it("knows accounts as soon as they are added, each with its own keys", async () => {
    await Promise.all(["first", "second"].map((account) => blobs.addAccount(account)));
    await Promise.all([blobs.addContainer("first", "data"), blobs.addContainer("second", "data")]);
    await blobs.addContainer("first", "data");
    assert.notDeepEqual(blobs.keys("first"), blobs.keys("second"));
    await open("first", "data").getBlockBlobClient("x").upload("1", 1);
    assert.deepEqual(await blobs.list("first", "data", ""), ["x"]);
    assert.deepEqual(await blobs.list("second", "data", ""), []);
  });

  it("gives back blobs under any name, in folders and empty ones", async () => {
    const contents: Record<string, string> = {
      "a/b/über & <more>.txt": "text",
      "a/b/100%.txt": "percent",
      "a/empty": "",
    };
    for (const [name, content] of Object.entries(contents)) {
      await open("first", "data").getBlockBlobClient(name).upload(content, Buffer.byteLength(content));
    }
    assert.deepEqual((await blobs.list("first", "data", "a/")).sort(), Object.keys(contents).sort());
    for (const [name, content] of Object.entries(contents)) {
      await blobs.download("first", "data", name, join(folder, "file"));
      assert.equal(await readFile(join(folder, "file"), "utf8"), content);
    }
    await assert.rejects(blobs.download("first", "data", "nothing", join(folder, "file")), /404 BlobNotFound/);
  });

  it("refuses signatures of another container, with fewer rights, or expired", async () => {
    await blobs.addContainer("first", "other");
    const query = new URL(open("first", "data").url).search;
    const elsewhere = new ContainerClient(`http://${blobs.endpoint}/first/other${query}`, undefined, {
      retryOptions: { maxTries: 1 },
    });
    const tries = [elsewhere, open("first", "data", "r"), open("first", "data", "racwdl", Date.now() - 1000)];
    for (const container of tries) {
      await assert.rejects(container.getBlockBlobClient("y").upload("1", 1), { statusCode: 403 });
    }
  });

  it("opens no account that everybody knows", async () => {
    const answer = await fetch(`http://${blobs.endpoint}/devstoreaccount1/data?restype=container`);
    assert.ok(answer.status >= 400);
  });

  it("forgets an account with all that it holds", async () => {
    await blobs.removeAccount("first");
    assert.throws(() => blobs.keys("first"), /no storage account/);
    await blobs.addAccount("first");
    await blobs.addContainer("first", "data");
    assert.deepEqual(await blobs.list("first", "data", ""), []);
  });
});
