import assert from "node:assert/strict";
import { globalAgent } from "node:http";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ContainerClient } from "@azure/storage-blob";
import { AzuriteBlobStore } from "../../../emulator/blobs/azurite-blob-store";
import { installedAzurite } from "../../../emulator/blobs/azurite-install";
import { azuriteGone } from "../../../emulator/blobs/azurite-lock";
import { startAzurite, type Accounts, type AzuriteProcess } from "../../../emulator/blobs/azurite-process";
import { BlobPort } from "../../../emulator/blobs/blob-port";
import { homeFolder } from "../../../emulator/home";
import { openState, type State } from "../../../emulator/arm/store/state";

describe("the blob store", () => {
  let blobs: AzuriteBlobStore;
  let folder: string;
  let installed: string;
  let state: State;
  const begin = async (port = 0): Promise<void> => {
    const location = join(folder, "blobs");
    await azuriteGone(location);
    state = openState(folder);
    const log = (line: string): void => assert.fail(line);
    const opened = await BlobPort.open(port);
    const start = (accounts: Accounts): AzuriteProcess =>
      startAzurite({ installed, location, port: opened, log }, accounts);
    blobs = new AzuriteBlobStore({ store: state.store, port: opened, start, log });
  };
  const end = async (): Promise<void> => {
    await blobs.stop();
    await state.close();
    // A connection that the client has kept might be taken again before it has noticed its end.
    globalAgent.destroy();
  };
  before(async function () {
    this.timeout(180_000);
    folder = await mkdtemp(join(tmpdir(), "azureml-blobs-"));
    installed = await installedAzurite(homeFolder(), () => undefined);
    await begin();
  });
  after(async () => {
    await end();
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
      keepAliveOptions: { enable: false }, // the global agent's then
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

  it("has everything again after a restart on the same port, and takes connections before it is up", async () => {
    const { endpoint } = blobs;
    const keys = blobs.keys("first");
    const listed = await blobs.list("first", "data", "");
    await end();
    await begin(Number(endpoint.split(":")[1]));
    assert.deepEqual([blobs.endpoint, blobs.keys("first")], [endpoint, keys]);
    await open("first", "data").getBlockBlobClient("early").upload("bird", 4);
    assert.deepEqual(await blobs.list("first", "data", ""), [...listed, "early"].sort());
    await blobs.download("first", "data", "early", join(folder, "file"));
    assert.equal(await readFile(join(folder, "file"), "utf8"), "bird");
  });

  it("makes what is planned as soon as it is up, and answers that it is not there where it can't be", async () => {
    await end();
    state = openState(folder);
    const planned = new AzuriteBlobStore({
      store: state.store,
      port: { endpoint: "127.0.0.1:9", turnAway: () => undefined, close: () => undefined },
      start: () => {
        throw new Error("no room");
      },
      log: () => undefined,
    });
    await planned.addAccount("third");
    planned.planContainer("third", "later");
    await planned.makePlanned();
    await assert.rejects(planned.ready(), {
      status: 503,
      message: /^The blob store is not there: no room; it is started again in /,
    });
    await planned.stop();
    await state.close();

    await begin();
    await blobs.ready();
    assert.deepEqual(await blobs.list("third", "later", ""), []);
  });

  it("forgets an account with all that it holds", async () => {
    await blobs.removeAccount("first");
    assert.throws(() => blobs.keys("first"), /no storage account/);
    await blobs.addAccount("first");
    await blobs.addContainer("first", "data");
    assert.deepEqual(await blobs.list("first", "data", ""), []);
  });
});
