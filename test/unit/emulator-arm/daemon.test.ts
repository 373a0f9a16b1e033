import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installedAzurite } from "../../../emulator/blobs/azurite-install";
import { readStatus, startDaemon, stopDaemon } from "../../../emulator/daemon";
import { alive } from "../../../emulator/daemon-status";
import { emulatorFolder, homeFolder } from "../../../emulator/home";
import type { EmulatorStatus } from "../../../emulator/status";

/** Installing Azurite for the first time takes its time. */
const installing = 180_000;

describe("the local Azure ML in the background", function () {
  this.timeout(60_000);
  const given = process.env["PULUMI_AZUREML_HOME"];
  let home: string;
  before(async function () {
    this.timeout(installing);
    const azurite = await installedAzurite(homeFolder(), () => undefined);
    home = await mkdtemp(join(tmpdir(), "azureml-home-"));
    await symlink(join(azurite, ".."), join(home, "azurite"));
    process.env["PULUMI_AZUREML_HOME"] = home;
  });
  after(async () => {
    if (given === undefined) delete process.env["PULUMI_AZUREML_HOME"];
    else process.env["PULUMI_AZUREML_HOME"] = given;
    await rm(home, { recursive: true, force: true });
  });
  afterEach(() => stopDaemon("test"));
  const quiet = (): void => undefined;

  it("starts once, answers, and stops with everything that it runs", async () => {
    const status = await startDaemon("test", {}, quiet);
    assert.deepEqual(await readStatus("test"), status);
    assert.deepEqual(await startDaemon("test", {}, quiet), status, "the running one is it");
    assert.equal((await stat(join(emulatorFolder("test"), "status.json"))).mode & 0o077, 0);
    const blobs = await blobPort(status);

    assert.equal(await stopDaemon("test"), true);
    assert.equal(alive(status.pid), false);
    assert.equal(await isOpen(Number(new URL(status.armUrl).port)), false);
    assert.equal(await isOpen(blobs), false);
    assert.equal(await readStatus("test"), undefined);
    assert.equal(await stopDaemon("test"), false);
  });

  it("refuses to be started with other options, and says what it runs with", async () => {
    const { armUrl } = await startDaemon("test", { requestLog: join(home, "arm.jsonl") }, quiet);
    await assert.rejects(
      startDaemon("test", { requestLog: join(home, "other.jsonl") }, quiet),
      /request log is .*arm\.jsonl; stop it first/,
    );
    await assert.rejects(startDaemon("test", { port: 1 }, quiet), new RegExp(`control plane is ${armUrl}`));
    assert.match(await readFile(join(home, "arm.jsonl"), "utf8"), /^$|"method"/);
  });

  it("that was killed takes its children down, counts as not running, and can be started again", async () => {
    const status = await startDaemon("test", {}, quiet);
    const blobs = await blobPort(status);
    process.kill(status.pid, "SIGKILL");
    await until(async () => !alive(status.pid) && !(await isOpen(blobs)));
    assert.equal(await readStatus("test"), undefined);
    const again = await startDaemon("test", {}, quiet);
    assert.notEqual(again.pid, status.pid);
  });

  it("that was killed has its ports, resources, keys and blobs again, and nothing of them lies in clear on disk", async () => {
    const first = await startDaemon("test", {}, quiet);
    const endpoint = `${workspaceOf(first)}/onlineEndpoints/kept`;
    const body = { location: "westeurope", identity: { type: "SystemAssigned" }, properties: { authMode: "Key" } };
    assert.equal((await send(first, "PUT", endpoint, body)).status, 201);
    const keys = (await send(first, "POST", `${endpoint}/listKeys`)).body;
    const model = `${workspaceOf(first)}/models/kept/versions/1`;
    const upload = (await send(first, "POST", `${model}/startPendingUpload`, {})).body.blobReferenceForConsumption;
    const [container, query] = upload.credential.sasUri.split("?");
    const file = `${container}/model/weights.bin?${query}`;
    const headers = { "x-ms-blob-type": "BlockBlob", "x-ms-version": "2021-12-02" };
    assert.equal((await fetch(file, { method: "PUT", headers, body: "weights" })).status, 201);
    const registered = await send(first, "PUT", model, { properties: { modelUri: `${container}/model` } });
    assert.equal(registered.status, 201);
    process.kill(first.pid, "SIGKILL");
    await until(async () => !alive(first.pid));

    const again = await startDaemon("test", {}, quiet);
    assert.deepEqual({ ...again, pid: 0 }, { ...first, pid: 0 });
    assert.deepEqual((await send(again, "POST", `${endpoint}/listKeys`)).body, keys);
    assert.deepEqual((await send(again, "GET", model)).body, registered.body);
    assert.equal(await (await fetch(file)).text(), "weights");

    const account = `${workspaceOf(again).split("/providers/")[0]}/providers/Microsoft.Storage/storageAccounts/localazureml`;
    const storageKeys = (await send(again, "POST", `${account}/listKeys`)).body.keys;
    const secrets = [keys.primaryKey, keys.secondaryKey, storageKeys[0].value, storageKeys[1].value];
    const files = await readdir(emulatorFolder("test"), { recursive: true, withFileTypes: true });
    for (const entry of files.filter((each) => each.isFile())) {
      const content = await readFile(join(entry.parentPath, entry.name), "latin1");
      for (const secret of secrets) assert.ok(!content.includes(secret), `${entry.name} has a key`);
    }
  });

  it("does not meet another one beside it", async () => {
    const [one, other] = await Promise.all([startDaemon("test", {}, quiet), startDaemon("other", {}, quiet)]);
    try {
      const group = (status: EmulatorStatus): string => `/subscriptions/${status.subscriptionId}/resourceGroups/mine`;
      await send(one, "PUT", group(one), { location: "westeurope" });
      assert.equal((await send(other, "GET", group(other))).status, 404);
      const urls = [one, other].flatMap(({ armUrl, tlsUrl, scoringUrl, blobUrl }) => [
        armUrl,
        tlsUrl,
        scoringUrl,
        blobUrl,
      ]);
      assert.equal(new Set(urls).size, 8);
    } finally {
      await stopDaemon("other");
    }
  });

  it("is not taken for another process that has its id by now", async () => {
    const status = await startDaemon("test", {}, quiet);
    await stopDaemon("test");
    await writeFile(join(emulatorFolder("test"), "status.json"), JSON.stringify({ ...status, pid: process.pid }));
    assert.equal(await readStatus("test"), undefined);
    assert.equal(await stopDaemon("test"), false, "and so never killed");
  });

  it("starts no second time when two start it at once", async () => {
    const [one, other] = await Promise.allSettled([startDaemon("test", {}, quiet), startDaemon("test", {}, quiet)]);
    const running = await readStatus("test");
    const started = [one, other].flatMap((result) => (result.status === "fulfilled" ? [result.value.pid] : []));
    assert.ok(running && started.length > 0 && started.every((pid) => pid === running.pid));
  });

  it("says why it could not start, and leaves nothing behind", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    await assert.rejects(
      startDaemon("test", { port: portOf(server.address()) }, quiet),
      /port: \d+ given, and another program has it/,
    );
    assert.equal(await readStatus("test"), undefined);
    server.close();
    assert.ok(await startDaemon("test", {}, quiet));
  });

  it("has names that are good folder names", () => {
    for (const name of ["", "..", "a/b", "A", "x".repeat(33)])
      assert.throws(() => emulatorFolder(name), /emulator name/);
  });
});

function workspaceOf({ subscriptionId, resourceGroup, workspace }: EmulatorStatus): string {
  const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  return `${group}/providers/Microsoft.MachineLearningServices/workspaces/${workspace}`;
}

async function send({ armUrl }: EmulatorStatus, method: string, path: string, body?: object) {
  const answer = await fetch(`${armUrl}${path}?api-version=2024-10-01`, {
    method,
    headers: { "authorization": "Bearer local", "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  // Answers of many shapes; a wrong one shows as a failed comparison.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const parsed: any = text === "" ? undefined : JSON.parse(text);
  return { status: answer.status, body: parsed };
}

async function blobPort({ armUrl, subscriptionId, resourceGroup, workspace }: EmulatorStatus): Promise<number> {
  const path = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices`;
  const url = `${armUrl}${path}/workspaces/${workspace}/datastores/workspaceblobstore?api-version=1`;
  const answer = await fetch(url, { headers: { authorization: "Bearer local" } });
  const { properties }: { properties: { endpoint: string } } = JSON.parse(await answer.text());
  assert.equal(await isOpen(Number(properties.endpoint.split(":")[1])), true);
  return Number(properties.endpoint.split(":")[1]);
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}
