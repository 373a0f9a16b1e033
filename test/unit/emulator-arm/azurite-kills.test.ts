import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ContainerClient } from "@azure/storage-blob";
import { openState, type State } from "../../../emulator/arm/store/state";
import { AzuriteBlobStore } from "../../../emulator/blobs/azurite-blob-store";
import { installedAzurite } from "../../../emulator/blobs/azurite-install";
import { startAzurite, type Accounts, type AzuriteProcess } from "../../../emulator/blobs/azurite-process";
import { BlobPort } from "../../../emulator/blobs/blob-port";
import { lockOwner } from "../../../emulator/folder-lock";
import { homeFolder } from "../../../emulator/home";

describe("the blob store, killed", function () {
  this.timeout(120_000); // each test starts Azurite twice or more
  let folder: string;
  let state: State;
  let blobs: AzuriteBlobStore;
  let started: AzuriteProcess[];
  let lines: string[];
  let told: EventEmitter;
  const location = (): string => join(folder, "blobs");

  beforeEach(async function () {
    this.timeout(180_000);
    folder = await mkdtemp(join(tmpdir(), "azureml-blobs-"));
    const installed = await installedAzurite(homeFolder(), () => undefined);
    state = openState(folder);
    const port = await BlobPort.open(0);
    [started, lines, told] = [[], [], new EventEmitter()];
    const log = (line: string): void => {
      lines.push(line);
      told.emit("line", line);
    };
    const start = (accounts: Accounts): AzuriteProcess => {
      const azurite = startAzurite({ installed, location: location(), port, log }, accounts);
      started.push(azurite);
      return azurite;
    };
    blobs = new AzuriteBlobStore({ store: state.store, port, start, log });
    await blobs.addAccount("first");
    await blobs.addContainer("first", "data");
  });
  afterEach(async () => {
    await blobs.stop();
    await state.close();
    await rm(folder, { recursive: true, force: true });
  });

  const kill = (): void => {
    const owner = lockOwner(location());
    assert.ok(owner !== undefined, "it does not run");
    process.kill(owner, "SIGKILL");
  };
  const open = (maxTries: number): ContainerClient => {
    const expires = new Date(Date.now() + 3_600_000);
    const access = blobs.sharedAccess({ account: "first", container: "data", permissions: "racwdl", expires });
    return new ContainerClient(`http://${blobs.endpoint}/first/data?${access}`, undefined, {
      retryOptions: { maxTries, retryDelayInMs: 50, maxRetryDelayInMs: 1_000 },
    });
  };
  const upload = async (name: string, maxTries = 1): Promise<void> => {
    await open(maxTries).getBlockBlobClient(name).upload(name, Buffer.byteLength(name));
  };
  /** On a connection of its own: one that is kept from an earlier upload has ended with the process. */
  const uploadAlone = async (name: string): Promise<void> => {
    const headers = { "x-ms-blob-type": "BlockBlob", "x-ms-version": "2021-12-02", "content-length": name.length };
    const put = request(open(1).getBlockBlobClient(name).url, { method: "PUT", agent: false, headers }).end(name);
    const [answer]: IncomingMessage[] = await once(put, "response");
    assert.equal(answer?.resume().statusCode, 201);
  };
  const content = async (name: string): Promise<string> => {
    await blobs.download("first", "data", name, join(folder, "file"));
    return readFile(join(folder, "file"), "utf8");
  };

  it("after it was sent a connection that it has not taken: the next one takes it", async () => {
    const owner = lockOwner(location()) ?? assert.fail("it does not run");
    process.kill(owner, "SIGSTOP");
    const [host, port] = blobs.endpoint.split(":");
    const early = Array.from({ length: 5 }, () => connect(Number(port), host));
    for (const one of early) await once(one, "connect");
    // The process listens too, but takes nothing: all come our way.
    await new Promise((resolve) => setImmediate(resolve));
    process.kill(owner, "SIGKILL");
    for (const one of early) {
      one.write("GET /first/data HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n");
      assert.match(String(await once(one, "data")), /^HTTP\/1.1 4\d\d /);
      one.destroy();
    }
  });

  it("while idle is started again with all that it has answered, and who comes meanwhile waits", async () => {
    const { endpoint } = blobs;
    const keys = blobs.keys("first");
    await upload("answered a moment before");
    const restart = once(told, "line");
    kill();
    await restart;
    await uploadAlone("sent while it starts");
    assert.deepEqual([blobs.endpoint, blobs.keys("first")], [endpoint, keys]);
    assert.deepEqual(await blobs.list("first", "data", ""), ["answered a moment before", "sent while it starts"]);
    assert.equal(await content("answered a moment before"), "answered a moment before");
    assert.deepEqual(lines, [
      "the blob store is down: its process has ended (killed by SIGKILL); it is started again now",
    ]);
    assert.equal(started.length, 2);
  });

  it("over requests of ours: they are answered by the next one, and new accounts are known to it", async () => {
    await upload("x");
    kill();
    const all = [
      blobs.list("first", "data", ""),
      content("x"),
      blobs.addAccount("second").then(() => blobs.addContainer("second", "more")),
      blobs.keep(),
      blobs.ready(),
    ];
    assert.deepEqual((await Promise.all(all)).slice(0, 2), [["x"], "x"]);
    assert.deepEqual(await blobs.list("second", "more", ""), []);
  });

  it("over and over during uploads that are tried again: all go on without an error", async function () {
    this.timeout(120_000);
    const names = Array.from({ length: 60 }, (_, index) => `blob ${index}`);
    const waiting = [...names];
    const answered = new EventEmitter();
    let count = 0;
    const worker = async (): Promise<void> => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        await upload(name, 30);
        answered.emit(`${++count}`);
      }
    };
    const all = Promise.all(Array.from({ length: 6 }, worker));
    for (const after of [10, 30]) {
      await once(answered, `${after}`);
      kill();
    }
    await all;
    assert.deepEqual(await blobs.list("first", "data", ""), names.toSorted());
    for (const name of names.slice(0, 12)) assert.equal(await content(name), name);
  });

  it("during uploads that are not tried again: what was answered is there, the others hear of it", async () => {
    const answered: string[] = [];
    const failures: unknown[] = [];
    let killed = false;
    const worker = async (_: unknown, index: number): Promise<void> => {
      for (let turn = 0; failures.length === 0 && turn < 500; turn++) {
        await upload(`${index}/${turn}`).then(
          () => answered.push(`${index}/${turn}`),
          (error: unknown) => failures.push(error),
        );
        if (answered.length < 40 || killed) continue;
        killed = true;
        kill();
      }
    };
    await Promise.all(Array.from({ length: 6 }, worker));
    for (const failure of failures) assert.match(String(failure), /ECONNRESET|socket hang up|EPIPE|aborted/);
    assert.ok(failures.length > 0);
    const there = new Set(await blobs.list("first", "data", ""));
    assert.deepEqual(
      answered.filter((name) => !there.has(name)),
      [],
    );
    assert.equal(await content(answered.at(-1) ?? ""), answered.at(-1));
  });

  it("and stopped while it starts again: nothing is left of it, and those who wait hear so", async () => {
    const restart = once(told, "line");
    kill();
    await restart;
    const [host, port] = blobs.endpoint.split(":");
    const early = connect(Number(port), host);
    await once(early, "connect");
    early.on("error", () => undefined);
    const gone = once(early, "close");
    const ours = blobs.list("first", "data", "");
    await Promise.all([assert.rejects(ours, { status: 503 }), blobs.stop(), gone]);
    assert.equal(started.length, 2);
    for (const { ended } of started) await ended;
    assert.equal(lockOwner(location()), undefined);
    await assert.rejects(once(connect(Number(port), host), "connect"), { code: "ECONNREFUSED" });
    assert.equal(lines.length, 1);
  });
});
